import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrations } from './migrate.ts'
import { foundItems } from './migrations/0029-found-items.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

function pragma(directory: string, text: string): unknown {
  const database = new DatabaseSync(join(directory, 'millrace.db'))
  const [value] = Object.values(database.prepare(`PRAGMA ${text}`).get() ?? {})
  database.close()
  return value
}

test('makes the directory and the tables at the first start', async () => {
  const directory = join(temporaryDirectory(), 'deep', 'inside')
  await openSqliteStore({ directory }).close()
  expect(pragma(directory, 'user_version')).toBe(migrations.length)
  expect(pragma(directory, 'journal_mode')).toBe('wal')
})

test('closing leaves one database file and no write-ahead log', async () => {
  const directory = temporaryDirectory()
  const store = openSqliteStore({ directory })
  await store.executions.nextFence()
  expect(existsSync(join(directory, 'millrace.db-wal'))).toBe(true)
  await store.close()
  expect(existsSync(join(directory, 'millrace.db-wal'))).toBe(false)
})

test('refuses a database of a newer release and leaves it as it is', async () => {
  const directory = temporaryDirectory()
  await openSqliteStore({ directory }).close()
  pragma(directory, 'user_version = 99')
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(() => openSqliteStore({ directory })).toThrow(expect.objectContaining({ code: 'STORE_TOO_NEW' }))
    expect(() => openSqliteStore({ directory })).toThrow(`newer release (schema 99, this one knows ${migrations.length})`)
  }
  expect(pragma(directory, 'user_version')).toBe(99)
})

test('refuses a file that is no database', () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'millrace.db'), 'hello '.repeat(10_000))
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(() => openSqliteStore({ directory })).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT', fatal: true }))
  }
})

test('refuses a directory that cannot be made, and says why: no data is in doubt for that', () => {
  const file = join(temporaryDirectory(), 'file')
  writeFileSync(file, '')
  expect(() => openSqliteStore({ directory: join(file, 'data') })).toThrow(
    expect.objectContaining({ code: 'STORE_UNREACHABLE', fatal: false, message: expect.stringContaining('cannot be made (ENOTDIR)') }),
  )
})

test('a closed store says so', async () => {
  const store = openSqliteStore({ directory: temporaryDirectory() })
  const { claim, get, nextFence } = store.executions
  const claimed = claim('acme', 'a', 1)
  await store.close()
  for (const operation of [() => claimed, store.check, () => get('acme', 'a'), nextFence]) {
    await expect(operation()).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  }
})

test('what polls had found before each item had its row is still to be begun', async () => {
  const directory = temporaryDirectory()
  const database = new DatabaseSync(join(directory, 'millrace.db'))
  const before = migrations.indexOf(foundItems)
  for (const sql of migrations.slice(0, before)) database.exec(sql)
  const pending = JSON.stringify({ at: 1, items: [1, 2].map((n) => ({ id: `e${n}`, data: { item: { n, text: 'ä "b"' } } })) })
  const insert = `INSERT INTO poll (account, workflow_id, trigger_id, source, is_paused, is_caught_up, seen, pending, failures) VALUES ('a', 'w', ?, '', 0, 1, '[]', ?, 0)`
  database.prepare(insert).run('found', pending)
  database.prepare(insert).run('nothing', null)
  database.exec(`PRAGMA user_version = ${before}`)
  database.close()
  const { polls, close } = openSqliteStore({ directory })
  const key = { account: 'a', workflowId: 'w', triggerId: 'found' }
  expect(await polls.get(key)).toMatchObject({ isBeginning: true })
  expect(await polls.found(key, 9)).toEqual([1, 2].map((n) => ({ place: n - 1, id: `e${n}`, data: { item: { n, text: 'ä "b"' } } })))
  expect(await polls.get({ ...key, triggerId: 'nothing' })).not.toHaveProperty('isBeginning')
  await close()
})
