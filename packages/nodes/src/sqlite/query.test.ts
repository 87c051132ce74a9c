import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json, JsonObject } from '@millrace/engine'
import type { Clients } from '@millrace/kit'
import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteQuery } from './query.ts'

let folder: string
const closers: (() => Promise<void>)[] = []
const shared = new Map<string, Promise<unknown>>()

const clients: Clients = {
  share<Client>(key: string, open: Parameters<Clients['share']>[1]) {
    const found =
      shared.get(key) ??
      open().then(({ client, close }) => {
        closers.push(close)
        return client
      })
    shared.set(key, found)
    return found as Promise<Client>
  },
}

const hostParts = { clients, folder: async () => folder }
const host = createMemoryHost(() => 0, hostParts)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-sqlite-'))
})

afterAll(async () => {
  for (const close of closers) await close()
  await rm(folder, { recursive: true, force: true })
})

async function query(params: JsonObject, signal?: AbortSignal): Promise<JsonObject> {
  const result = await testNode(sqliteQuery, { with: { database: 'test', ...params }, host, ...(signal && { signal }) })
  if (result.type !== 'done') throw new Error('It is done')
  return result.output as JsonObject
}

async function textOf(output: JsonObject): Promise<string> {
  return new Response(await host.files.read(output.file as { fileId: string })).text()
}

const failing = (code: string, message: RegExp) => ({ name: 'FatalError', code, message: expect.stringMatching(message) })
const rowsOf = async (sql: string, args: readonly Json[] = []) => (await query({ sql, args })).rows

test('binds values, and gives out JSON of the same kinds', async () => {
  await query({ sql: 'CREATE TABLE kinds (a, b)' })
  const args = [1, 1.5, "it's", null, true, { a: [1] }]
  await query({ sql: 'INSERT INTO kinds VALUES (?, ?), (?, ?), (?, ?)', args })
  expect(
    await query({ sql: "SELECT *, typeof(a) AS kind, x'00ff' AS blob, 9007199254740993 AS big, 9e999 AS endless FROM kinds" }),
  ).toEqual({
    rows: [
      { a: 1, b: 1.5, kind: 'integer', blob: 'AP8=', big: '9007199254740993', endless: 'Infinity' },
      { a: "it's", b: null, kind: 'text', blob: 'AP8=', big: '9007199254740993', endless: 'Infinity' },
      { a: 1, b: '{"a":[1]}', kind: 'integer', blob: 'AP8=', big: '9007199254740993', endless: 'Infinity' },
    ],
    rowCount: 3,
  })
  expect(await query({ sql: 'UPDATE kinds SET b = 0 WHERE a = ?', args: ["x' OR '1'='1"] })).toEqual({ rows: [], rowCount: 0 })
  expect(await query({ sql: 'DELETE FROM kinds WHERE a = ? RETURNING a', args: ["it's"] })).toEqual({ rows: [{ a: "it's" }], rowCount: 1 })
})

test('loses no column of the same name', async () => {
  expect(await rowsOf('SELECT 1 AS id, 2 AS id, 3 AS "__proto__"')).toEqual([JSON.parse('{ "id": 1, "id_2": 2, "__proto__": 3 }')])
})

test('runs statements in one transaction: a failing one leaves nothing behind', async () => {
  await query({ sql: 'CREATE TABLE pairs (id INTEGER PRIMARY KEY, v)' })
  const insert = 'INSERT INTO pairs VALUES (?, ?)'
  const good = {
    statements: [insert, insert, 'SELECT count(*) AS n FROM pairs'],
    args: [
      [1, 'a'],
      [2, 'b'],
    ],
  }
  expect(await query(good)).toEqual({
    results: [
      { rows: [], rowCount: 1 },
      { rows: [], rowCount: 1 },
      { rows: [{ n: 2 }], rowCount: 1 },
    ],
    rowCount: 3,
  })
  await expect(
    query({
      statements: [insert, insert],
      args: [
        [3, 'c'],
        [1, 'again'],
      ],
    }),
  ).rejects.toMatchObject(failing('SQL_FAILED', /UNIQUE/))
  expect(await rowsOf('SELECT id FROM pairs')).toEqual([{ id: 1 }, { id: 2 }])
})

test('inserts many rows by a conflict rule, and takes no name for more than a name', async () => {
  await query({ sql: 'CREATE TABLE "odd""name" (sku TEXT PRIMARY KEY, "left; DROP" INT, note)' })
  const rows = Array.from({ length: 20_000 }, (_none, index) => ({ sku: `s${index}`, 'left; DROP': index }))
  const insert = { table: 'odd"name', rows }
  expect(await query({ insert })).toEqual({ rows: [], rowCount: 20_000 })
  await expect(query({ insert })).rejects.toMatchObject({ code: 'SQL_FAILED' })
  expect(await query({ insert: { ...insert, onConflict: 'ignore' } })).toEqual({ rows: [], rowCount: 0 })
  const changed = [
    { sku: 's1', 'left; DROP': -1 },
    { sku: 'new', note: 'x' },
  ]
  await query({ insert: { ...insert, rows: changed, onConflict: 'update', key: ['sku'] } })
  expect(await rowsOf(`SELECT "left; DROP" AS n FROM "odd""name" WHERE sku IN ('s1', 'new') ORDER BY sku`)).toEqual([
    { n: null },
    { n: -1 },
  ])
  expect(await query({ insert: { table: 'none', rows: [] } })).toEqual({ rows: [], rowCount: 0 })
})

const numbers = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT ?) SELECT x, 'a,b' AS t FROM c"

test('refuses more rows than the limit, undoes what returned them, and writes any number into a file', async () => {
  await expect(query({ sql: numbers, args: [10_001] })).rejects.toMatchObject(failing('SQL_TOO_MANY_ROWS', /10000 rows.*file/))
  await query({ sql: 'CREATE TABLE few (a)' })
  await query({ sql: 'INSERT INTO few VALUES (1), (2), (3)' })
  await expect(query({ sql: 'UPDATE few SET a = 0 RETURNING a', limit: 2 })).rejects.toMatchObject({ code: 'SQL_TOO_MANY_ROWS' })
  expect(await rowsOf('SELECT a FROM few')).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }])

  const lines = await query({ sql: numbers, args: [12_345], output: 'ndjson' })
  expect(lines).toMatchObject({ rowCount: 12_345, file: { name: 'rows.ndjson', mediaType: 'application/x-ndjson' } })
  expect((await textOf(lines)).split('\n').slice(12_343)).toEqual(['{"x":12344,"t":"a,b"}', '{"x":12345,"t":"a,b"}', ''])
  expect(await textOf(await query({ sql: numbers, args: [2], output: 'csv', fileName: 'n.csv' }))).toBe('x,t\n1,"a,b"\n2,"a,b"\n')
  expect(await textOf(await query({ sql: 'SELECT 1 AS a WHERE 0', output: 'csv' }))).toBe('a\n')
})

test('ends what would run for ever, and goes on with the next', async () => {
  await query({ sql: 'CREATE TABLE kept (a)' })
  const endless = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c'
  await expect(query({ sql: endless }, AbortSignal.timeout(300))).rejects.toMatchObject({ name: 'TimeoutError' })
  const many = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 100000) INSERT INTO kept SELECT a.x FROM c a, c b, c d'
  await expect(query({ sql: many }, AbortSignal.timeout(300))).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(await rowsOf('SELECT count(*) AS n FROM kept')).toEqual([{ n: 0 }])
})

test.each([
  ["ATTACH '/tmp/other.db' AS other", /too many attached|not authorized|denied/],
  [`VACUUM INTO '/tmp/millrace-evil.db'`, /denied|too many attached/],
  ["SELECT load_extension('x')", /not authorized/],
  ['PRAGMA max_page_count = 1000000', /not authorized/],
  ['PRAGMA writable_schema = ON', /not authorized/],
  ["UPDATE sqlite_schema SET sql = 'x'", /may not be modified/],
  ['SELECT 1; DROP TABLE pairs', /more than one statement/],
  ['SELECT length(zeroblob(100000000))', /too big/],
])('refuses %s', async (sql, message) => {
  await expect(query({ sql })).rejects.toMatchObject(failing('SQL_FAILED', message))
  expect(existsSync('/tmp/millrace-evil.db')).toBe(false)
})

test('tells the mistake in a statement', async () => {
  await expect(query({ sql: 'SELEC 1' })).rejects.toMatchObject({
    ...failing('SQL_FAILED', /SELEC/),
    details: { code: 1, reason: 'SQL logic error' },
  })
  await expect(query({ sql: 'SELECT ?', args: [1, 2] })).rejects.toMatchObject({ code: 'SQL_FAILED' })
})

test('steps at the same moment wait for each other', async () => {
  await query({ sql: 'CREATE TABLE counts (id INTEGER PRIMARY KEY, n INT)' })
  await query({ sql: 'INSERT INTO counts VALUES (1, 0)' })
  const add = { statements: ['UPDATE counts SET n = n + ? WHERE id = 1', 'SELECT n FROM counts'], args: [[1]] }
  await Promise.all(Array.from({ length: 30 }, () => query(add)))
  await Promise.all(Array.from({ length: 30 }, () => query({ sql: 'UPDATE counts SET n = n + 1 WHERE id = 1 RETURNING n' })))
  expect(await rowsOf('SELECT n FROM counts')).toEqual([{ n: 60 }])
})

test('databases are apart from each other, each a file in the folder', async () => {
  await query({ database: 'other', sql: 'CREATE TABLE only_here (a)' })
  await expect(query({ sql: 'SELECT * FROM only_here' })).rejects.toMatchObject({ code: 'SQL_FAILED' })
  expect((await stat(join(folder, 'other.db'))).isFile()).toBe(true)
})

test('refuses at save what cannot be meant', () => {
  const mistakes = (params: JsonObject) => sqliteQuery.checkParams({ database: 'a', ...params }).map(({ path }) => path.join('.'))
  expect(sqliteQuery.checkParams({ database: '../other', sql: 'SELECT 1' })).toMatchObject([{ path: ['database'] }])
  expect(mistakes({})).toEqual(['sql'])
  expect(mistakes({ sql: 'SELECT 1', statements: ['SELECT 1'] })).toEqual(['sql'])
  expect(mistakes({ sql: '/* a */ commit' })).toEqual(['sql'])
  expect(mistakes({ statements: ['SELECT 1', 'BEGIN'] })).toEqual(['statements.1'])
  expect(mistakes({ statements: ['SELECT ?'], args: [1] })).toEqual(['args.0'])
  expect(mistakes({ statements: ['SELECT ?'], output: 'csv' })).toEqual(['output'])
  expect(mistakes({ insert: { table: 'a', rows: [], onConflict: 'update' } })).toEqual(['insert'])
})

test('only a lone SELECT reads', () => {
  const effects = (sql: string) => sqliteQuery.effectsOf?.({ sql })
  expect(['SELECT 1', ' -- why\n(select a from b)', "SELECT 'into;x'"].map(effects)).toEqual(['read', 'read', 'read'])
  const others = [
    'DELETE FROM a',
    'WITH a AS (DELETE FROM b RETURNING 1) SELECT 1',
    'SELECT 1; DROP TABLE a',
    'SELECT * INTO a FROM b',
    'SELECT 1 FOR UPDATE',
  ]
  expect(new Set([...others, "SELECT 1 /*! INTO OUTFILE '/x' */", "SELECT nextval('s')"].map(effects))).toEqual(new Set(['external']))
  expect(sqliteQuery.effectsOf?.({ statements: ['SELECT 1'] })).toBe('external')
})
