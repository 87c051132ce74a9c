import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStandardCatalog } from '@millrace/nodes'
import { createWorkflows } from '@millrace/runtime'
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
  const workflows = createWorkflows({ store: createMemoryStore(), catalog: createStandardCatalog(), clock: { now: () => 0 } })
  const { scan } = createWorkflowFolder(directory, workflows)
  return { save, remove: (name: string) => rmSync(join(directory, name)), look: async () => (await scan()).map(said) }
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
