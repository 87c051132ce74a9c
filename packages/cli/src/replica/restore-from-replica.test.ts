import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describeReplica, RuntimeError, restoreReplica } from '@millrace/runtime'
import type { Store, TableOperation } from '@millrace/store'
import { openSqliteStore } from '@millrace/store-sqlite'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { logPlayer } from './log-player.ts'
import { openReplica } from './open-replica.ts'

const fileId = `f_${'ab'.padEnd(32, '0')}`
const content = 'kept'

function temporary(): string {
  const place = mkdtempSync(join(tmpdir(), 'millrace-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  return place
}

/**
 * A replica that a store has shipped to, over several lives of its log and orderly ends in between; it holds so many rows. Each session has
 * a segment of its own. Whether the log is begun anew within one depends on the machine: nobody waits long for a slow replica.
 */
async function shipTo(place: string): Promise<{ readonly folder: string; readonly rows: number }> {
  const [directory, folder] = [join(place, 'data'), join(place, 'replica')]
  mkdirSync(join(directory, 'files', 'ab'), { recursive: true })
  writeFileSync(join(directory, 'secrets.json'), '{}')
  writeFileSync(join(directory, 'files', 'ab', fileId), content)
  let rows = 0
  for (const session of [1, 2, 3]) {
    const replica = await openReplica({ directory, folder, keepMs: 24 * 60 * 60_000, onChange: () => undefined })
    const store = openSqliteStore({ directory, follower: replica.follower, search: 'off' })
    const settled = () =>
      vi.waitFor(() => expect(replica.status()).toMatchObject({ state: 'following', lagMs: 0 }), { interval: 10, timeout: 120_000 })
    if (session === 1) await prepare(store)
    await settled()
    for (let round = 0; round < 2; round++) {
      for (let count = 0; count < 25; count++) rows = await insert(store, rows)
      await settled()
    }
    await store.close()
    await replica.close()
  }
  return { folder, rows }
}

async function prepare(store: Store): Promise<void> {
  await store.tables.create('default', { name: 't', columns: [{ name: 'n', type: 'number' }] }, 1)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const about = { account: 'default', id: fileId, name: 'a', mediaType: 'text/plain', size: content.length, sha256, createdAt: 1 }
  await store.files.put(about)
}

/** Ten rows in a transaction; returns how many there are then. */
async function insert(store: Store, rows: number): Promise<number> {
  const operations = Array.from({ length: 10 }, (_, index): TableOperation => {
    return { type: 'insert', table: 't', record: { n: rows + index + 1, text: 'x'.repeat(4_000) } }
  })
  await store.tables.write('default', { operations, at: 1 })
  return rows + operations.length
}

let folder = ''
let rows = 0

beforeAll(async () => {
  const place = mkdtempSync(join(tmpdir(), 'millrace-'))
  const shipped = await shipTo(place)
  folder = shipped.folder
  rows = shipped.rows
  return () => rmSync(place, { recursive: true, force: true })
}, 300_000)

/** Rows 1 to so many, without a gap. */
function rowsIn(directory: string): number {
  const database = new DatabaseSync(join(directory, 'millrace.db'))
  try {
    const table = database.prepare('SELECT max(id) AS id FROM user_table').get()?.id
    const { count, last } = database.prepare(`SELECT count(*) AS count, coalesce(max(c1), 0) AS last FROM records_${table}`).get() ?? {}
    expect(count).toBe(last)
    expect(database.prepare('SELECT count(*) AS count FROM replica_session').get()).toEqual({ count: 0 })
    return Number(count)
  } finally {
    database.close()
  }
}

async function outcome(folder: string, at?: number): Promise<{ readonly rows: number; readonly missing: readonly string[] } | string> {
  const directory = join(temporary(), 'restored')
  try {
    const { missing } = await restoreReplica({ folder, directory, at, player: logPlayer })
    return { rows: rowsIn(directory), missing }
  } catch (error) {
    if (error instanceof RuntimeError) return error.code
    throw error
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const damages = {
  missing: (path: string) => rmSync(path),
  cut: (path: string) => truncateSync(path, Math.floor((readFileSync(path).length * 2) / 3)),
  changed(path: string) {
    const bytes = readFileSync(path)
    const at = Math.floor(bytes.length / 2)
    writeFileSync(path, bytes.fill((bytes[at] ?? 0) ^ 0x55, at, at + 1))
  },
}

test('a replica whose files are missing, cut or changed gives all that it had, or is refused', async () => {
  expect(await outcome(folder)).toEqual({ rows, missing: [] })
  const { timelines, damages: found } = await describeReplica({ folder, player: logPlayer })
  expect(found).toEqual([])
  expect(timelines).toMatchObject([{ timeline: 1, bases: 1, segments: expect.any(Number) }])
  expect(timelines[0]?.segments).toBeGreaterThan(2)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  // But the lock, in which nothing stands.
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'lock')
  const kinds = new Set<string>()
  for (const { parentPath, name } of files) {
    for (const [damage, make] of Object.entries(damages)) {
      const copy = join(temporary(), 'replica')
      cpSync(folder, copy, { recursive: true })
      make(join(copy, parentPath.slice(folder.length), name))
      const ended = await outcome(copy)
      const what = `${name} ${damage}`
      if (typeof ended === 'string') expect(ended, what).toMatch(/^REPLICA_(DAMAGED|INVALID|OUT_OF_REACH)$/)
      else expect(ended, what).toEqual({ rows, missing: name === fileId ? [fileId] : [] })
      if (typeof ended === 'string') kinds.add(name.replace(/^\d+/, 'segment'))
      rmSync(dirname(copy), { recursive: true })
    }
  }
  for (const kind of ['segment.wal', 'millrace.db', 'base.json', 'moments', 'replica.json', fileId]) expect(kinds).toContain(kind)
}, 300_000)

test('each moment that was noted is an exact beginning of what was written', async () => {
  const lines = readFileSync(join(folder, 'timelines', '000001', 'moments'), 'utf8')
    .trim()
    .split('\n')
  const times = lines.map((line) => Date.parse(line.split(' ')[0] ?? ''))
  const { timelines } = await describeReplica({ folder })
  const from = Date.parse(timelines[0]?.from ?? '')
  let before = 0
  for (const share of [0, 0.3, 0.6, 1]) {
    const usable = times.filter((at) => at >= from)
    const ended = await outcome(folder, usable[Math.floor(share * (usable.length - 1))])
    if (typeof ended === 'string') throw new Error(ended)
    expect(ended.rows).toBeGreaterThanOrEqual(before)
    before = ended.rows
  }
  expect(before).toBe(rows)
  expect(await outcome(folder, from - 1)).toBe('REPLICA_OUT_OF_REACH')
}, 300_000)
