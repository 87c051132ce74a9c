import { execFileSync, spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import type { Moment } from '@millrace/runtime/replica'
import type { Store } from '@millrace/store'
import { openSqliteStore } from '@millrace/store-sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openReplica, type ReplicaStatus } from './open-replica.ts'
import { atMoment, momentsIn, timelinesIn } from './testing/restored-rows.ts'

/** Of more, at any moment, see e2e/faults/replica. */
const kills = 3
const dayMs = 24 * 60 * 60_000

function places() {
  const place = mkdtempSync(join(tmpdir(), 'millrace-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  return { directory: join(place, 'data'), folder: join(place, 'replica') }
}

/** A store that ships to a replica, and a table to count in. */
async function shipping(
  { directory, folder }: { readonly directory: string; readonly folder: string },
  about: { readonly mostPages?: number } = {},
) {
  mkdirSync(directory, { recursive: true })
  const changes: ReplicaStatus[] = []
  const replica = await openReplica({ directory, folder, keepMs: dayMs, onChange: (status) => changes.push(status) })
  const store = openSqliteStore({ directory, follower: { ...replica.follower, ...about }, search: 'off' })
  if ((await store.tables.list('default', { limit: 9 })).items.length === 0)
    await store.tables.create('default', { name: 't', columns: [{ name: 'n', type: 'number' }] }, 1)
  return {
    replica,
    store,
    changes,
    write: (count: number, length?: number) => insert(store, count, length),
    count: () => store.tables.count('default', 't'),
    becomes: (state: ReplicaStatus['state']) => expect.poll(() => replica.status().state, { interval: 20 }).toBe(state),
    /** Until all is shipped. */
    settled: () => expect.poll(() => replica.status(), { interval: 20 }).toMatchObject({ state: 'following', lagMs: 0 }),
    async close() {
      await store.close()
      await replica.close()
    },
  }
}

async function insert(store: Store, count: number, length = 200): Promise<void> {
  const before = await store.tables.count('default', 't')
  for (let n = before + 1; n <= before + count; n++) {
    await store.tables.write('default', { operations: [{ type: 'insert', table: 't', record: { n, text: 'x'.repeat(length) } }], at: 1 })
  }
}

/** Lets a server write until it follows and so many more records are acknowledged, and kills it. */
async function writeAndKill(
  { directory, folder }: { readonly directory: string; readonly folder: string },
  records: number,
): Promise<number> {
  mkdirSync(directory, { recursive: true })
  const script = fileURLToPath(new URL('testing/replica-writer.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=source', script, directory, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = 0
  let left = Number.POSITIVE_INFINITY
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'following' && left > records) left = records
    else if (/^\d+$/.test(line)) {
      last = Number(line)
      left -= 1
      if (left === 0) child.kill('SIGKILL')
    }
  }
  return last
}

function rows(database: DatabaseSync): number {
  const table = database.prepare('SELECT max(id) AS id FROM user_table').get()?.id
  const row = database.prepare(`SELECT count(*) AS count, coalesce(max(c1), 0) AS last FROM records_${table}`).get()
  expect(row?.count).toBe(row?.last)
  return Number(row?.count)
}

/** How many rows the last moment of the newest timeline has. */
function lastRows(folder: string): number {
  return atMoment(timelinesIn(folder).at(-1) ?? '', momentOf(folder), rows)
}

/** While a server ships: what is shipped counts as such from when it is on disk, and its moment is noted after that. */
async function becomesLastRows(folder: string, count: number): Promise<void> {
  await expect.poll(() => lastRows(folder), { interval: 20 }).toBe(count)
}

/** Writes to the database of a server that was killed, and leaves it as a kill does: with its log, which SQLite moves when it is closed. */
function leave(directory: string, write: (database: DatabaseSync) => void): void {
  const file = join(directory, 'millrace.db')
  const database = new DatabaseSync(file)
  database.exec('PRAGMA wal_autocheckpoint = 0; CREATE TABLE long_log (text TEXT)')
  write(database)
  for (const name of [file, `${file}-wal`]) copyFileSync(name, `${name}.left`)
  database.close()
  for (const name of [file, `${file}-wal`]) renameSync(`${name}.left`, name)
}

/** Another program, in a process of its own: it runs this SQL and closes the database. */
function runElsewhere(directory: string, sql: string): void {
  const script = "new (require('node:sqlite').DatabaseSync)(process.argv[1], { timeout: 60_000 }).exec(process.argv[2])"
  execFileSync(process.execPath, ['-e', script, join(directory, 'millrace.db'), sql])
}

function longRows(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS count FROM long_log').get()?.count)
}

function momentOf(folder: string): Moment {
  const moment = momentsIn(timelinesIn(folder).at(-1) ?? '').at(-1)
  if (moment === undefined) throw new Error('Nothing was shipped.')
  return moment
}

test('what was written is in the replica, over many lives of the log', async () => {
  const where = places()
  const server = await shipping(where)
  await server.settled()
  await server.write(600, 3_000)
  await server.settled()
  await becomesLastRows(where.folder, 600)
  await server.close()
  expect(lastRows(where.folder)).toBe(600)
})

test('goes on in the same timeline after an orderly end, and begins another when somebody wrote without it', async () => {
  const where = places()
  for (const round of [1, 2, 3]) {
    const server = await shipping(where)
    await server.settled()
    await server.write(10)
    await server.close()
    expect(timelinesIn(where.folder)).toHaveLength(1)
    expect(lastRows(where.folder)).toBe(round * 10)
  }
  const alone = openSqliteStore({ directory: where.directory, search: 'off' })
  await insert(alone, 5)
  await alone.close()
  const server = await shipping(where)
  await server.settled()
  await server.write(10)
  await server.close()
  expect(timelinesIn(where.folder)).toHaveLength(2)
  expect(lastRows(where.folder)).toBe(45)
})

test(`after each of ${kills} kills the replica has an exact prefix of what was acknowledged, and goes on without a gap`, async () => {
  const where = places()
  let before = 0
  for (let kill = 0; kill < kills; kill++) {
    const acknowledged = await writeAndKill(where, 1 + ((kill * 613) % 1_700))
    const shipped = lastRows(where.folder)
    expect(shipped).toBeGreaterThanOrEqual(before)
    // One may have been on disk and not yet acknowledged.
    expect(shipped).toBeLessThanOrEqual(acknowledged + 1)
    before = shipped
  }
  const server = await shipping(where)
  await server.settled()
  await becomesLastRows(where.folder, await server.count())
  await server.close()
  expect(timelinesIn(where.folder)).toHaveLength(1)
})

test('when a log was begun anew before all of it was shipped, another timeline is begun', async () => {
  const where = places()
  await writeAndKill(where, 1)
  leave(where.directory, (database) => {
    database.exec("INSERT INTO long_log VALUES ('moved'); PRAGMA wal_checkpoint(PASSIVE); INSERT INTO long_log VALUES ('shipped')")
  })
  const server = await shipping(where)
  await server.settled()
  await server.close()
  expect(timelinesIn(where.folder)).toHaveLength(2)
  expect(atMoment(timelinesIn(where.folder)[1] ?? '', momentOf(where.folder), longRows)).toBe(2)
})

test('a replica that is taken away keeps nobody from writing, and is gone on with when it is back', async () => {
  const where = places()
  const server = await shipping(where)
  await server.settled()
  await server.write(5)
  renameSync(where.folder, `${where.folder}-away`)
  await server.becomes('failing')
  expect(server.replica.status().error).toContain(where.folder)
  await server.write(5)
  // Where its disk was there may be an empty folder.
  mkdirSync(where.folder)
  await server.write(5)
  rmSync(where.folder, { recursive: true })
  renameSync(`${where.folder}-away`, where.folder)
  await server.settled()
  await becomesLastRows(where.folder, 15)
  await server.close()
  expect(timelinesIn(where.folder)).toHaveLength(1)
})

test('when the log has outgrown its limit meanwhile, another timeline is begun', async () => {
  const where = places()
  const server = await shipping(where, { mostPages: 1_100 })
  await server.settled()
  await server.write(5)
  renameSync(where.folder, `${where.folder}-away`)
  await server.becomes('failing')
  await server.write(500, 8_000)
  renameSync(`${where.folder}-away`, where.folder)
  await server.settled()
  await server.write(5)
  await server.settled()
  expect(timelinesIn(where.folder)).toHaveLength(2)
  await becomesLastRows(where.folder, 510)
  await server.close()
})

test('a folder with other things in it, one in the data directory, and one that another server ships to are refused', async () => {
  const where = places()
  const open = (folder: string) => openReplica({ directory: where.directory, folder, keepMs: dayMs, onChange: () => undefined })
  await expect(open(join(where.directory, 'replica'))).rejects.toThrow('lie in one another')
  await expect(open(join(where.directory, '..'))).rejects.toThrow('lie in one another')
  mkdirSync(where.folder)
  writeFileSync(join(where.folder, 'thesis.tex'), '')
  await expect(open(where.folder)).rejects.toThrow('holds other things')
  rmSync(join(where.folder, 'thesis.tex'))
  const first = await open(where.folder)
  await expect(open(where.folder)).rejects.toThrow('Another Millrace ships')
  await first.close()
  const facts = { format: 'millrace-replica', version: 2, timeline: 1 }
  writeFileSync(join(where.folder, 'replica.json'), JSON.stringify(facts))
  await expect(open(where.folder)).rejects.toThrow('newer Millrace')
})

test('an orderly end waits for large content that is being copied', async () => {
  const where = places()
  const server = await shipping(where)
  await server.settled()
  const id = `f_${'b'.repeat(32)}`
  const size = 128 * 1024 * 1024
  const path = join(where.directory, 'files', 'bb', id)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '')
  truncateSync(path, size)
  await server.store.files.put({ account: 'default', id, name: 'a', mediaType: 'text/plain', size, sha256: 'x', createdAt: 1 })
  await server.close()
  expect(statSync(join(where.folder, 'files', 'bb', id), { throwIfNoEntry: false })?.size).toBe(size)
})

test('content, secrets and the databases of accounts are beside it', async () => {
  const where = places()
  const id = `f_${'a'.repeat(32)}`
  const account = join(where.directory, 'accounts', 'b'.repeat(32))
  mkdirSync(join(where.directory, 'files', 'aa'), { recursive: true })
  mkdirSync(account, { recursive: true })
  writeFileSync(join(where.directory, 'secrets.json'), '{}')
  const database = new DatabaseSync(join(account, 'mine.db'))
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (n); INSERT INTO t VALUES (7)')
  const server = await shipping(where)
  await server.settled()
  writeFileSync(join(where.directory, 'files', 'aa', id), 'kept')
  const about = { account: 'default', name: 'a', mediaType: 'text/plain', size: 4, sha256: 'x', createdAt: 1 }
  await server.store.files.put({ ...about, id })
  await server.settled()
  expect(readFileSync(join(where.folder, 'files', 'aa', id), 'utf8')).toBe('kept')
  const copy = () =>
    new DatabaseSync(join(where.folder, 'accounts', 'b'.repeat(32), 'mine.db')).prepare('SELECT count(*) AS n FROM t').get()?.n
  await expect.poll(() => existsSync(join(where.folder, 'secrets.json')) && copy(), { interval: 50 }).toBe(1)
  database.exec('INSERT INTO t VALUES (8)')
  await expect.poll(copy, { interval: 50 }).toBe(2)
  database.close()
  await server.close()
})

test('when another program has moved the log meanwhile, another timeline is begun', async () => {
  const where = places()
  const server = await shipping(where)
  await server.settled()
  await server.write(5)
  await server.settled()
  renameSync(where.folder, `${where.folder}-away`)
  await server.becomes('failing')
  await server.write(5)
  const other = new DatabaseSync(join(where.directory, 'millrace.db'))
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  other.close()
  await server.write(5)
  renameSync(`${where.folder}-away`, where.folder)
  await server.settled()
  await server.close()
  expect(timelinesIn(where.folder)).toHaveLength(2)
  expect(lastRows(where.folder)).toBe(15)
})

test('when another program writes, moves the log and writes again, another timeline is begun that has both', async () => {
  const where = places()
  const server = await shipping(where)
  await server.settled()
  runElsewhere(where.directory, 'CREATE TABLE long_log (text TEXT)')
  await server.write(5)
  await server.settled()
  // The second write begins the log anew. Where the replica has looked in between, nothing is lost, and they are made once more.
  const writes = "INSERT INTO long_log VALUES ('moved'); PRAGMA wal_checkpoint(RESTART); INSERT INTO long_log VALUES ('written over it')"
  let written = 0
  const writeUntilBegun = (): number => {
    const { length } = timelinesIn(where.folder)
    if (length > 1) return length
    runElsewhere(where.directory, writes)
    written += 2
    return length
  }
  await expect.poll(writeUntilBegun, { interval: 2_000 }).toBeGreaterThan(1)
  await expect
    .poll(() => atMoment(timelinesIn(where.folder).at(-1) ?? '', momentOf(where.folder), longRows), { interval: 20 })
    .toBe(written)
  expect(lastRows(where.folder)).toBe(5)
  await server.close()
})

test('what another program writes all the while is shipped with the rest', async () => {
  const where = places()
  const server = await shipping(where)
  await server.settled()
  runElsewhere(where.directory, 'CREATE TABLE long_log (text TEXT)')
  for (let round = 0; round < 3; round++) {
    runElsewhere(where.directory, "INSERT INTO long_log VALUES ('beside')")
    await server.write(150, 4_000)
  }
  await server.settled()
  runElsewhere(where.directory, "INSERT INTO long_log VALUES ('last')")
  // In order, with something in the log of which nobody has told.
  await server.close()
  expect(lastRows(where.folder)).toBe(450)
  expect(atMoment(timelinesIn(where.folder).at(-1) ?? '', momentOf(where.folder), longRows)).toBe(4)
})

test('when another program has written to the database while no server ran, another timeline is begun', async () => {
  const where = places()
  const first = await shipping(where)
  await first.settled()
  await first.write(5)
  await first.close()
  runElsewhere(where.directory, "CREATE TABLE long_log (text TEXT); INSERT INTO long_log VALUES ('by hand')")
  const second = await shipping(where)
  await second.settled()
  await second.write(5)
  await second.close()
  expect(timelinesIn(where.folder)).toHaveLength(2)
  expect(lastRows(where.folder)).toBe(10)
  expect(atMoment(timelinesIn(where.folder)[1] ?? '', momentOf(where.folder), longRows)).toBe(1)
})

test('data that was begun anew is not shipped to a replica that may be all there is of the data before', async () => {
  const where = places()
  const server = await shipping(where)
  await server.settled()
  await server.write(5)
  await server.close()
  rmSync(where.directory, { recursive: true })
  await expect(shipping(where)).rejects.toThrow(`millrace restore --replica ${where.folder} --data-dir ${where.directory}`)
  // Nor where its disk was away when the server started.
  renameSync(where.folder, `${where.folder}-away`)
  writeFileSync(where.folder, '')
  const anew = await shipping(where)
  await anew.becomes('failing')
  rmSync(where.folder)
  renameSync(`${where.folder}-away`, where.folder)
  await expect.poll(() => anew.replica.status().error, { interval: 20 }).toContain('restore it there')
  await anew.close()
  expect(timelinesIn(where.folder)).toHaveLength(1)
  expect(lastRows(where.folder)).toBe(5)
})

test('a file whose content came after the disk was taken away is not named in what is there when it is back', async () => {
  const where = places()
  const server = await shipping(where)
  await server.settled()
  const id = `f_${'a'.repeat(32)}`
  mkdirSync(join(where.directory, 'files', 'aa'), { recursive: true })
  writeFileSync(join(where.directory, 'files', 'aa', id), 'kept')
  renameSync(where.folder, `${where.folder}-away`)
  await server.store.files.put({ account: 'default', id, name: 'a', mediaType: 'text/plain', size: 4, sha256: 'x', createdAt: 1 })
  await server.becomes('failing')
  const away = timelinesIn(`${where.folder}-away`)[0] ?? ''
  const named = (database: DatabaseSync) => database.prepare('SELECT count(*) AS count FROM file').get()?.count
  expect(atMoment(away, momentsIn(away).at(-1) ?? { segment: 0, bytes: 0 }, named)).toBe(0)
  rmSync(where.folder, { recursive: true, force: true })
  renameSync(`${where.folder}-away`, where.folder)
  await server.settled()
  expect(readFileSync(join(where.folder, 'files', 'aa', id), 'utf8')).toBe('kept')
  await server.close()
})
