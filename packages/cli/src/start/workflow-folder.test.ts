import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStandardCatalog } from '@millrace/nodes'
import { createDrafts, createWorkflows, RuntimeError } from '@millrace/runtime'
import { createMemoryStore } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { createWorkflowFolder, type FolderNews } from './workflow-folder.ts'

const workflow = (id: string, message = 'hi') => `id: ${id}\nnodes:\n  say: { type: log, with: { message: ${message} } }\n`

function folderOf(files: Readonly<Record<string, string>>) {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-folder-'))
  const save = (name: string, source: string | Uint8Array) => {
    mkdirSync(join(directory, name, '..'), { recursive: true })
    writeFileSync(join(directory, name), source)
  }
  for (const [name, source] of Object.entries(files)) save(name, source)
  const store = createMemoryStore()
  const workflows = createWorkflows({ store, catalog: createStandardCatalog(), clock: { now: () => 0 } })
  const folder = createWorkflowFolder(directory, workflows)
  const { scan } = folder
  const drafts = createDrafts({ store, workflows, files: folder, clock: { now: () => 0 }, onTrouble: fail })
  /** What the editor does: writes a draft and publishes it. */
  async function publish(id: string, source: string, { revision = 0, overwrites = false } = {}): Promise<string> {
    const expected = (await drafts.read('default', id)) === undefined ? 'missing' : revision
    const written = await drafts.write({ account: 'default', id, source, expected })
    if (written.status !== 'written') return written.status
    const request = { account: 'default', id, revision: written.draft.revision, overwrites }
    try {
      return (await drafts.publish(request)).status
    } catch (error) {
      return error instanceof RuntimeError ? error.code : fail(error)
    }
  }
  const read = (name: string): string => readFileSync(join(directory, name), 'utf8')
  const draft = async (id: string) => (await drafts.read('default', id))?.revision
  return {
    directory,
    publish,
    read,
    draft,
    save,
    remove: (name: string) => rmSync(join(directory, name)),
    look: async () => (await scan()).map(said),
  }
}

function fail(error: unknown): never {
  throw error
}

function said(news: FolderNews): string {
  switch (news.type) {
    case 'published':
    case 'unchanged':
    case 'left':
      return `${news.type} ${news.published.id} ${news.published.version}`
    case 'rejected':
      return `rejected, serving ${news.serving?.version ?? 'none'}`
    case 'clash':
      return `clash ${news.id}`
    case 'unreadable':
      return `unreadable ${news.reason}`
  }
}

describe('a folder of workflow files', () => {
  test('every workflow under it is published, and nothing else', async () => {
    const { look } = folderOf({
      'a.yaml': workflow('a'),
      'deep/er/b.yml': workflow('b'),
      'node_modules/c.yaml': workflow('c'),
      'settings.yaml': 'colour: red\n',
    })
    expect(await look()).toEqual(['published a 1', 'published b 1'])
    expect(await look()).toEqual([])
  })

  test('a saved file is a new version; saved without a change it is none', async () => {
    const { look, save } = folderOf({ 'a.yaml': workflow('a') })
    await look()
    save('a.yaml', workflow('a'))
    expect(await look()).toEqual([])
    save('a.yaml', workflow('a', 'ho'))
    expect(await look()).toEqual(['published a 2'])
  })

  test('a file that is not UTF-8 is told, and not published with other characters in place of its own', async () => {
    const { look, save } = folderOf({ 'a.yaml': workflow('a') })
    await look()
    save('a.yaml', Buffer.from(workflow('a', 'Grüße'), 'latin1'))
    expect(await look()).toEqual(['rejected, serving 1'])
  })

  test('a broken file is told, and the last good version keeps serving', async () => {
    const { look, save } = folderOf({ 'a.yaml': workflow('a') })
    await look()
    save('a.yaml', 'id: a\nnodes:\n  say: { type: lgo }\n')
    expect(await look()).toEqual(['rejected, serving 1'])
    save('a.yaml', '')
    expect(await look()).toEqual(['rejected, serving 1'])
    save('a.yaml', workflow('a', 'mended'))
    expect(await look()).toEqual(['published a 2'])
  })

  test('a file that is broken from the start is told', async () => {
    const { look } = folderOf({ 'a.yaml': 'id: a\nnodes: { say: { type: log\n' })
    expect(await look()).toEqual(['rejected, serving none'])
  })

  test('a new file is published, and a deleted one stays published', async () => {
    const { look, save, remove } = folderOf({ 'a.yaml': workflow('a') })
    await look()
    save('b.yaml', workflow('b'))
    remove('a.yaml')
    expect(await look()).toEqual(['left a 1', 'published b 1'])
  })

  test('a renamed file goes on as it was', async () => {
    const { look, save, remove } = folderOf({ 'a.yaml': workflow('a') })
    await look()
    remove('a.yaml')
    save('z.yaml', workflow('a'))
    expect(await look()).toEqual(['left a 1', 'unchanged a 1'])
  })

  test('a file that changes its id leaves the old workflow published', async () => {
    const { look, save } = folderOf({ 'a.yaml': workflow('a') })
    await look()
    save('a.yaml', workflow('b'))
    expect(await look()).toEqual(['left a 1', 'published b 1'])
  })

  test('a second file with the same id is left out', async () => {
    const { look } = folderOf({ 'a.yaml': workflow('a'), 'copy.yaml': workflow('a', 'other') })
    expect(await look()).toEqual(['published a 1', 'clash a'])
  })
})

describe('publishing a draft of a workflow from a folder', () => {
  test('writes its file, and the next look has nothing to publish', async () => {
    const { look, publish, read } = folderOf({ 'orders.yml': workflow('a') })
    await look()
    const edited = `# mine\r\n${workflow('a', 'ho')}`
    expect(await publish('a', edited)).toBe('published')
    expect(read('orders.yml')).toBe(edited)
    expect(await look()).toEqual([])
  })

  test('of a new workflow makes its file as the others lie', async () => {
    const flat = folderOf({ 'a.yaml': workflow('a') })
    await flat.look()
    expect(await flat.publish('b', workflow('b'))).toBe('published')
    expect(flat.read('b.yaml')).toBe(workflow('b'))
    const deep = folderOf({ 'a/workflow.yaml': workflow('a'), 'a/payload.yaml': 'x: 1\n' })
    await deep.look()
    expect(await deep.publish('b', workflow('b'))).toBe('published')
    expect(deep.read('b/workflow.yaml')).toBe(workflow('b'))
    expect(await deep.publish('dist', workflow('dist'))).toBe('published')
    expect(deep.read('dist.yaml')).toBe(workflow('dist'))
    expect(await deep.look()).toEqual([])
  })

  test('finds a change on disk first, and does not write over it', async () => {
    const { look, save, publish, read, draft } = folderOf({ 'a.yaml': workflow('a') })
    await look()
    save('a.yaml', workflow('a', 'theirs'))
    expect(await publish('a', workflow('a', 'ours'))).toBe('behind')
    expect(read('a.yaml')).toBe(workflow('a', 'theirs'))
    const revision = Number(await draft('a'))
    expect(await publish('a', workflow('a', 'ours anew'), { revision, overwrites: true })).toBe('published')
    expect(read('a.yaml')).toBe(workflow('a', 'ours anew'))
    expect(await look()).toEqual(['published a 2'])
  })

  test('does not write over a file that has mistakes, unless it is told to', async () => {
    const { look, save, publish, read, draft } = folderOf({ 'a.yaml': workflow('a'), 'b.yaml': 'id: b\nnodes: 3\n' })
    await look()
    save('a.yaml', 'id: a\nnodes: half\n')
    expect(await publish('a', workflow('a', 'ours'))).toBe('WORKFLOW_FILE_CHANGED')
    expect(await publish('b', workflow('b'))).toBe('WORKFLOW_FILE_CHANGED')
    expect(read('a.yaml')).toBe('id: a\nnodes: half\n')
    const revision = Number(await draft('a'))
    expect(await publish('a', workflow('a', 'ours!'), { revision, overwrites: true })).toBe('published')
    expect(read('a.yaml')).toBe(workflow('a', 'ours!'))
  })

  test('makes no file where another lies', async () => {
    const { look, publish, read, draft } = folderOf({ 'b.yaml': 'colour: red\n' })
    await look()
    expect(await publish('b', workflow('b'))).toBe('WORKFLOW_FILE_CHANGED')
    expect(read('b.yaml')).toBe('colour: red\n')
    expect(await draft('b')).toBeGreaterThan(0)
  })

  test('loses nothing where it cannot be written', async () => {
    const { directory, look, publish, draft } = folderOf({ 'a/workflow.yaml': workflow('a'), b: 'in the way' })
    await look()
    expect(await publish('b', workflow('b'))).toBe('WORKFLOW_FILE_UNWRITABLE')
    expect(await draft('b')).toBeGreaterThan(0)
    expect(readdirSync(directory)).toEqual(['a', 'b'])
    expect(await look()).toEqual([])
  })

  test('takes over the empty file that a crash has left', async () => {
    const { look, publish, read } = folderOf({ 'b.yaml': '' })
    await look()
    expect(await publish('b', workflow('b'))).toBe('published')
    expect(read('b.yaml')).toBe(workflow('b'))
  })

  test('of a workflow whose file is gone makes it again', async () => {
    const { look, remove, publish, read } = folderOf({ 'deep/a.yml': workflow('a') })
    await look()
    remove('deep/a.yml')
    expect(await publish('a', workflow('a', 'ho'))).toBe('published')
    expect(read('a.yaml')).toBe(workflow('a', 'ho'))
    expect(await look()).toEqual(['left a 1'])
  })

  test('a draft that has the id of another workflow writes nothing', async () => {
    const { look, publish, read } = folderOf({ 'a.yaml': workflow('a'), 'b.yaml': workflow('b') })
    await look()
    expect(await publish('a', workflow('b', 'stolen'))).toBe('DRAFT_ID_CHANGED')
    expect(read('a.yaml')).toBe(workflow('a'))
    expect(read('b.yaml')).toBe(workflow('b'))
  })
})
