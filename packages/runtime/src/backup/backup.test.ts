import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createBackups } from './create-backups.ts'
import { restoreBackup } from './restore-backup.ts'
import { readTarHeader, tarBlock, writeTarHeader } from './tar-header.ts'
import { type BackupOptions, writeBackup } from './write-backup.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const ids = ['ab', 'cd'].map((start) => `f_${start.padEnd(32, '0')}`)
const pathOf = (id: string): string => join('files', id.slice(2, 4), id)

async function temporary(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-backup-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** A data directory, with a file whose content is lost, and what is no part of a backup. */
async function dataDirectory(): Promise<string> {
  const directory = await temporary()
  const account = `accounts/${'0'.repeat(32)}/sqlite`
  const contents = {
    'millrace.db': 'the database',
    'millrace.db-wal': 'its log',
    'search.db': 'an index',
    'secrets.json': '{}',
    'encryption.key': 'the key',
    [pathOf(ids[0] ?? '')]: 'x'.repeat(70_000),
    [`${account}/shop.db`]: 'SQLite format 3\0, say',
    [`${account}/shop.db-wal`]: 'its log',
    '.backup-dead/millrace.db': 'of a process that died',
  }
  for (const [name, content] of Object.entries(contents)) {
    await mkdir(dirname(join(directory, name)), { recursive: true })
    await writeFile(join(directory, name), content)
  }
  return directory
}

/** An adapter whose databases are plain files. */
const snapshots = {
  isDatabase: (file: string) => file.endsWith('.db'),
  snapshotDatabase: (file: string, to: string) => copyFile(file, to),
  damagesIn: (): readonly string[] => [],
  filesInSnapshot: () => ids,
}

function backupsOf(options: Omit<BackupOptions, 'holdsKey'>) {
  return createBackups({ directory: options.directory, write: ({ holdsKey }) => writeBackup({ ...options, holdsKey }) })
}

async function backUp(directory: string, holdsKey = false) {
  const { size, body, facts } = await backupsOf({ snapshots, directory, millrace: '1.2.3', now: () => 1_800_000_000_000 }).write({
    holdsKey,
  })
  return { size, facts, content: await buffer(body) }
}

async function restore(content: Buffer, directory: string, damagesIn: () => readonly string[] = () => []): Promise<void> {
  const parts = async function* () {
    for (let at = 0; at < content.length; at += 1_000) yield content.subarray(at, at + 1_000)
  }
  await restoreBackup({ content: parts(), directory, damagesIn })
}

test('a damaged database makes no backup, and nothing stays of the try', async () => {
  const directory = await dataDirectory()
  const damaged = { ...snapshots, damagesIn: () => ['page 7 is never used', 'page 8 is never used'] }
  const writing = backupsOf({ snapshots: damaged, directory, millrace: '1', now: Date.now }).write({ holdsKey: false })
  await expect(writing).rejects.toMatchObject({ code: 'DATABASE_DAMAGED', message: expect.stringContaining('(page 7 is never used)') })
  expect((await readdir(directory)).filter((name) => name.startsWith('.backup-'))).toEqual([])
})

test('a database that was not looked through when its backup was made is looked through when it is restored', async () => {
  const { content } = await backUp(await dataDirectory())
  const damagesIn = () => ['page 7']
  const into = join(await temporary(), 'restored')
  await restore(content, into, damagesIn)
  // A name that no reader knows takes as many bytes; the checksum is that of what stands there.
  const older = withFacts(content, (facts) => facts.replace('"isChecked"', '"isUnknown"'))
  await expect(restore(older, `${into}-older`, damagesIn)).rejects.toMatchObject({
    code: 'BACKUP_INVALID',
    message: expect.stringContaining('page 7'),
  })
})

/** The backup as if its first file had been written so. */
function withFacts(content: Buffer, change: (facts: string) => string): Buffer {
  const size = readTarHeader(content.subarray(0, tarBlock))?.size ?? 0
  const facts = content.subarray(tarBlock, tarBlock + size)
  const changed = Buffer.from(change(facts.toString()))
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  const copy = Buffer.from(content)
  changed.copy(copy, tarBlock)
  copy.write(sha256(changed), copy.lastIndexOf(sha256(facts)))
  return copy
}

test.each([{ code: 'ENOSPC' }, { code: 'ERR_SQLITE_ERROR', errcode: 13 }])('no room for the copy is told as such (%o)', async (facts) => {
  const directory = await dataDirectory()
  const full = { ...snapshots, snapshotDatabase: () => Promise.reject(Object.assign(new Error('full'), facts)) }
  const backups = backupsOf({ snapshots: full, directory, millrace: '1.2.3', now: () => 0 })
  for (let time = 0; time < 2; time++) {
    await expect(backups.write({ holdsKey: false })).rejects.toMatchObject({ code: 'STORE_FULL', status: 507 })
  }
  expect((await readdir(directory)).filter((name) => name.startsWith('.backup-'))).toEqual([])
})

test('a reader that stops in the middle is given up after five minutes, and the next one has its turn', async () => {
  const directory = await dataDirectory()
  const backups = backupsOf({ snapshots, directory, millrace: '1.2.3', now: () => 0 })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const reader = (await backups.write({ holdsKey: false })).body.getReader()
  await reader.read()
  await vi.advanceTimersByTimeAsync(4 * 60_000)
  await reader.read()
  await vi.advanceTimersByTimeAsync(4 * 60_000)
  await expect(backups.write({ holdsKey: false })).rejects.toMatchObject({ code: 'BACKUP_RUNNING' })
  await vi.advanceTimersByTimeAsync(60_000)
  await expect(reader.read()).rejects.toThrow('Nobody has read')
  await vi.waitUntil(async () => !(await readdir(directory)).some((name) => name.startsWith('.backup-') && name !== '.backup-dead'), {
    timeout: 30_000,
  })
  await buffer((await backups.write({ holdsKey: false })).body)
})

test('brings back what belongs to an instance, and nothing else', async () => {
  const directory = await dataDirectory()
  const { size, facts, content } = await backUp(directory)
  expect(content).toHaveLength(size)
  expect(facts).toMatchObject({ files: 1, holdsKey: false, missing: [pathOf(ids[1] ?? '')] })
  const target = join(await temporary(), 'restored')
  await restore(content, target)
  const names = await readdir(target, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(target.length + 1))
  expect(files.sort()).toEqual([`accounts/${'0'.repeat(32)}/sqlite/shop.db`, pathOf(ids[0] ?? ''), 'millrace.db', 'secrets.json'].sort())
  expect(await readFile(join(target, 'millrace.db'), 'utf8')).toBe('the database')
  expect(await readdir(directory)).not.toContain('.backup-dead')
  expect((await readdir(directory)).filter((name) => name.startsWith('.backup-'))).toEqual([])
})

test('holds the key only when that is asked for', async () => {
  const directory = await dataDirectory()
  expect((await backUp(directory)).content.includes('the key')).toBe(false)
  const target = join(await temporary(), 'restored')
  await restore((await backUp(directory, true)).content, target)
  expect(await readFile(join(target, 'encryption.key'), 'utf8')).toBe('the key')
})

test('is what tar reads', async () => {
  const file = join(await temporary(), 'backup.tar')
  await writeFile(file, (await backUp(await dataDirectory())).content)
  const listed = execFileSync('tar', ['-tf', file], { encoding: 'utf8' }).trim().split('\n')
  expect([listed[0], listed.at(-1)]).toEqual(['millrace-backup.json', 'checksums.json'])
})

test('that is cut off or damaged anywhere is refused, and leaves nothing', async () => {
  const { content } = await backUp(await dataDirectory())
  const parent = await temporary()
  const tries = Math.ceil(400 * scale)
  for (let index = 0; index < tries; index++) {
    const place = Math.floor(((content.length - 1_024) * index) / tries)
    await expect(restore(content.subarray(0, place), join(parent, 'cut'))).rejects.toThrow('no whole backup')
    const damaged = Buffer.from(content)
    damaged.writeUInt8((damaged[place] ?? 0) ^ 0x55, place)
    // A few bytes mean nothing, such as those between two files: then what comes back is whole all the same.
    await restore(damaged, join(parent, `damaged${index}`)).then(
      async () => expect(await readFile(join(parent, `damaged${index}`, 'millrace.db'), 'utf8')).toBe('the database'),
      (error: { code?: string }) => expect(error.code).toBe('BACKUP_INVALID'),
    )
  }
  expect((await readdir(parent)).filter((name) => name.startsWith('.') || name === 'cut')).toEqual([])
})

test.each(['../out', '/etc/passwd', 'files/../../out', 'accounts/x', 'millrace.lock', 'files/ab/x'])(
  'a name such as %s is refused',
  async (name) => {
    const { content } = await backUp(await dataDirectory())
    const evil = Buffer.concat([content.subarray(0, 512 + 512), writeTarHeader({ name, size: 0 }, 0), content.subarray(1_024)])
    await expect(restore(evil, join(await temporary(), 'restored'))).rejects.toMatchObject({ code: 'BACKUP_INVALID' })
  },
)

test('is not restored over anything', async () => {
  const { content } = await backUp(await dataDirectory())
  const target = await temporary()
  await restore(content, target)
  await expect(restore(content, target)).rejects.toMatchObject({ code: 'DIRECTORY_IN_USE' })
})

test('one is made at a time, and one that nobody reads is over when it is given up', async () => {
  const directory = await dataDirectory()
  const backups = backupsOf({ snapshots, directory, millrace: '1.2.3', now: () => 1 })
  const { body } = await backups.write({ holdsKey: false })
  await expect(backups.write({ holdsKey: false })).rejects.toMatchObject({ code: 'BACKUP_RUNNING' })
  await body.cancel()
  expect((await readdir(directory)).filter((name) => name.startsWith('.backup-'))).toEqual([])
  await (await backups.write({ holdsKey: false })).body.cancel()
})

test('a size beyond 8 GiB is written as tar reads it', async () => {
  const file = join(await temporary(), 'large.tar')
  await writeFile(file, writeTarHeader({ name: 'large', size: 20 * 1024 ** 3 }, 0))
  const listed = execFileSync('sh', ['-c', `tar -tvf ${file} 2>/dev/null || true`], { encoding: 'utf8' })
  expect(listed).toContain(String(20 * 1024 ** 3))
})

test('a backup of many files holds up neither the others of this process nor what they want of the disk', async () => {
  const directory = await temporary()
  const many = Array.from(
    { length: Math.ceil(4_000 * scale) },
    (_, index) => `f_${String(index).padStart(32, '0').split('').reverse().join('')}`,
  )
  await writeFile(join(directory, 'millrace.db'), '')
  for (const folder of new Set(many.map((id) => dirname(pathOf(id))))) await mkdir(join(directory, folder), { recursive: true })
  for (const id of many) await writeFile(join(directory, pathOf(id)), 'x')
  let longestTurnMs = 0
  let workMs = 0
  let mostRequests = 0
  let last = process.threadCpuUsage()
  let turning: NodeJS.Immediate
  const turn = () => {
    const { user, system } = process.threadCpuUsage(last)
    const turnMs = (user + system) / 1000
    longestTurnMs = Math.max(longestTurnMs, turnMs)
    if (turnMs > 1) workMs += turnMs
    mostRequests = Math.max(mostRequests, process.getActiveResourcesInfo().filter((name) => name === 'FSReqPromise').length)
    last = process.threadCpuUsage()
    turning = setImmediate(turn)
  }
  turning = setImmediate(turn)
  const backups = backupsOf({ snapshots: { ...snapshots, filesInSnapshot: () => many }, directory, millrace: '1', now: Date.now })
  const { body, size, facts } = await backups.write({ holdsKey: false })
  let bytes = 0
  for await (const part of body) bytes += part.length
  clearImmediate(turning)
  expect([facts.files, bytes]).toEqual([many.length, size])
  expect(mostRequests).toBeLessThan(10)
  // Of the processor. Work that is done in one turn is all of it; garbage may be collected in a turn of some length.
  expect(longestTurnMs).toBeLessThan(Math.max(50, workMs / 4))
  expect(await readdir(directory)).toEqual(['files', 'millrace.db'])
}, 600_000)
