import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createHostDisk } from './host-disk.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

const execFileAsync = promisify(execFile)
const bytes = (content: string) => new TextEncoder().encode(content)
const all = { matches: () => true, isDeep: true }
const may = { replaces: true }

/** An inbox with a secret beside it. */
function opened() {
  const directory = temporaryDirectory()
  const inbox = join(directory, 'inbox')
  mkdirSync(join(inbox, 'sub'), { recursive: true })
  mkdirSync(join(directory, 'outbox'))
  writeFileSync(join(directory, 'secret.txt'), 'secret')
  writeFileSync(join(inbox, 'a.txt'), 'a')
  writeFileSync(join(inbox, 'sub', 'b.txt'), 'bb')
  const folders = { inbox, outbox: join(directory, 'outbox'), gone: join(directory, 'gone') }
  return { directory, inbox, disk: createHostDisk({ folders, largestBytes: 100 }) }
}

describe('the disk', () => {
  test('lists files, deep or not', async () => {
    const { disk } = opened()
    expect((await disk.list('inbox', all)).map(({ name, size }) => `${name} ${size}`).sort()).toEqual(['a.txt 1', 'sub/b.txt 2'])
    expect(await disk.list('inbox', { ...all, isDeep: false })).toHaveLength(1)
    expect(await disk.list('inbox', { ...all, matches: (name) => name.startsWith('sub/') })).toHaveLength(1)
    await expect(disk.list('inbox', { ...all, mostEntries: 1 })).rejects.toMatchObject({ code: 'DISK_TOO_MANY' })
  })

  test('reads, writes, moves and deletes', async () => {
    const { disk, inbox } = opened()
    expect(await text((await disk.read('inbox', 'sub/b.txt')).content)).toBe('bb')
    expect(await disk.write('outbox', '2027/03/c.txt', bytes('ccc'), may)).toMatchObject({ name: '2027/03/c.txt', size: 3 })
    expect(await disk.move('outbox', '2027/03/c.txt', { folder: 'inbox', name: 'c.txt', replaces: false })).toMatchObject({ size: 3 })
    expect(readFileSync(join(inbox, 'c.txt'), 'utf8')).toBe('ccc')
    expect([await disk.delete('inbox', 'c.txt'), await disk.delete('inbox', 'c.txt'), await disk.delete('inbox', 'none/c.txt')]).toEqual([
      true,
      false,
      false,
    ])
  })

  test('replaces only when it may', async () => {
    const { disk } = opened()
    await expect(disk.write('inbox', 'a.txt', bytes('x'), { replaces: false })).rejects.toMatchObject({ code: 'DISK_EXISTS' })
    await expect(disk.move('inbox', 'sub/b.txt', { folder: 'inbox', name: 'a.txt', replaces: false })).rejects.toMatchObject({
      code: 'DISK_EXISTS',
    })
    expect(await text((await disk.read('inbox', 'a.txt')).content)).toBe('a')
  })

  test('a write that breaks off leaves nothing', async () => {
    const { disk, inbox } = opened()
    const broken = (async function* () {
      yield bytes('half')
      throw new Error('The other side is gone.')
    })()
    await expect(disk.write('inbox', 'd.txt', broken, may)).rejects.toThrow('gone')
    expect(readdirSync(inbox).sort()).toEqual(['a.txt', 'sub'])
  })

  test('refuses what is too large, no file, or not there', async () => {
    const { disk, inbox } = opened()
    writeFileSync(join(inbox, 'large.txt'), 'x'.repeat(101))
    await expect(disk.read('inbox', 'large.txt')).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
    await expect(disk.read('inbox', 'sub')).rejects.toMatchObject({ code: 'DISK_NOT_FILE' })
    await expect(disk.read('inbox', 'none.txt')).rejects.toMatchObject({ code: 'DISK_MISSING' })
    await expect(disk.read('gone', 'a.txt')).rejects.toMatchObject({ code: 'DISK_FOLDER' })
    await expect(disk.read('constructor', 'a.txt')).rejects.toMatchObject({
      code: 'DISK_FOLDER',
      message: expect.stringContaining('inbox'),
    })
    execFileSync('sh', ['-c', 'mkfifo pipe'], { cwd: inbox })
    await expect(disk.read('inbox', 'pipe')).rejects.toMatchObject({ code: 'DISK_NOT_FILE' })
    expect((await disk.list('inbox', all)).map(({ name }) => name)).not.toContain('pipe')
  })

  test('an empty file is read as one', async () => {
    const { disk, inbox } = opened()
    writeFileSync(join(inbox, 'empty'), '')
    expect(await text((await disk.read('inbox', 'empty')).content)).toBe('')
  })

  const names = [
    '../secret.txt',
    'sub/../../secret.txt',
    '/etc/passwd',
    '',
    '.',
    '..',
    'a//b',
    'a\0',
    'sub\\..\\x',
    './a.txt',
    'sub/',
    '.millrace-1',
  ]
  test.each(names)('%j leads nowhere', async (name) => {
    const { disk, directory } = opened()
    const code = 'DISK_NAME'
    await expect(disk.read('inbox', name)).rejects.toMatchObject({ code })
    await expect(disk.write('inbox', name, bytes('x'), may)).rejects.toMatchObject({ code })
    await expect(disk.move('inbox', 'a.txt', { folder: 'inbox', name, replaces: true })).rejects.toMatchObject({ code })
    await expect(disk.move('inbox', name, { folder: 'inbox', name: 'stolen', replaces: true })).rejects.toMatchObject({ code })
    await expect(disk.delete('inbox', name)).rejects.toMatchObject({ code })
    expect(readFileSync(join(directory, 'secret.txt'), 'utf8')).toBe('secret')
  })

  test('links lead nowhere, to files or through folders', async () => {
    const { disk, directory, inbox } = opened()
    symlinkSync(join(directory, 'secret.txt'), join(inbox, 'link.txt'))
    symlinkSync(directory, join(inbox, 'up'))
    for (const name of ['link.txt', 'up/secret.txt']) {
      await expect(disk.read('inbox', name)).rejects.toMatchObject({ code: 'DISK_NAME' })
      await expect(disk.move('inbox', name, { folder: 'inbox', name: 'stolen.txt', replaces: true })).rejects.toMatchObject({
        code: 'DISK_NAME',
      })
    }
    await expect(disk.write('inbox', 'up/secret.txt', bytes('x'), may)).rejects.toMatchObject({ code: 'DISK_NAME' })
    await expect(disk.write('inbox', 'up/new/secret.txt', bytes('x'), may)).rejects.toMatchObject({ code: 'DISK_NAME' })
    await expect(disk.write('inbox', 'link.txt', bytes('x'), may)).rejects.toMatchObject({ code: 'DISK_NOT_FILE' })
    await expect(disk.delete('inbox', 'up/secret.txt')).rejects.toMatchObject({ code: 'DISK_NAME' })
    expect((await disk.list('inbox', all)).map(({ name }) => name).sort()).toEqual(['a.txt', 'sub/b.txt'])
    expect(readFileSync(join(directory, 'secret.txt'), 'utf8')).toBe('secret')
    expect(readdirSync(directory).sort()).toEqual(['inbox', 'outbox', 'secret.txt'])
  })

  test('a link that is swapped in while a file is read gives nothing away', async () => {
    const { disk, directory, inbox } = opened()
    const swap = `cd '${inbox}'; for i in $(seq 400); do ln -sf '${join(directory, 'secret.txt')}' x; mv -T x t.txt; echo fine > y; mv -T y t.txt; done`
    const swapping = execFileAsync('sh', ['-c', swap])
    const seen = new Set<string>()
    let isOver = false
    void swapping.finally(() => {
      isOver = true
    })
    while (!isOver) {
      const found = await disk.read('inbox', 't.txt').catch(() => undefined)
      if (found !== undefined) seen.add((await text(found.content)).trim())
    }
    await swapping
    expect([...seen].filter((content) => content !== 'fine')).toEqual([])
  })
})
