import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createMeasuredFiles } from '../testing/measured-files.ts'
import { createClients, serviceHost } from '../testing/services.ts'
import { postgresQuery } from './query.ts'

const { postgres: started, login, ca } = inject('services')

describe.runIf(started)('on a real PostgreSQL', () => {
  const clients = createClients()
  const plain = serviceHost('postgres', clients)
  /** Looks on from the side. */
  const observer = new pg.Client({ ...login, host: '127.0.0.1', port: started?.port ?? 0 })

  beforeAll(() => observer.connect())
  afterAll(async () => {
    await observer.end()
    await clients[Symbol.asyncDispose]()
  })

  async function query(
    params: JsonObject,
    { host = plain, signal }: { host?: typeof plain; signal?: AbortSignal } = {},
  ): Promise<JsonObject> {
    const result = await testNode(postgresQuery, { with: { connection: 'shop', ...params }, host, ...(signal && { signal }) })
    if (result.type !== 'done') throw new Error('It is done')
    return result.output as JsonObject
  }
  const rowsOf = async (sql: string, args: readonly Json[] = []) => (await query({ sql, args })).rows
  const running = async (text: string) =>
    (await observer.query("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()", [text]))
      .rowCount

  test('gives out JSON of the same kinds, exactly', async () => {
    const sql = `SELECT 1::int8 AS small, 9007199254740993::int8 AS big, 1.10::numeric AS n, 1.5::float8 AS f, 'NaN'::float8 AS nan, true AS b,
      '2026-01-31 09:30:00.123456+05:30'::timestamptz AS at, '0099-03-01 00:00:00+00'::timestamptz AS old, 'infinity'::timestamptz AS ever,
      '2026-01-31 09:30:00'::timestamp AS local, '2026-01-31'::date AS day, '\\x00ff'::bytea AS bytes, '{"a":[1]}'::jsonb AS json,
      ARRAY[1,NULL]::int8[] AS list, ARRAY[['a','b']] AS nested, ARRAY['2026-01-31 00:00:00+00'::timestamptz] AS moments,
      ARRAY['{"a":1}'::jsonb] AS jsons, '1 day'::interval AS span, '5 12'::text AS t, NULL::int AS none,
      'b3bb2a0e-4a55-4a60-8a5b-8d9f0c1c2d3e'::uuid AS id, 1 AS same, 2 AS same, 3 AS "__proto__"`
    expect(await rowsOf(sql)).toEqual([
      JSON.parse(`{
        "small": 1, "big": "9007199254740993", "n": "1.10", "f": 1.5, "nan": "NaN", "b": true,
        "at": "2026-01-31T04:00:00.123456Z", "old": "0099-03-01T00:00:00Z", "ever": "infinity",
        "local": "2026-01-31T09:30:00", "day": "2026-01-31", "bytes": "AP8=", "json": { "a": [1] },
        "list": [1, null], "nested": [["a", "b"]], "moments": ["2026-01-31T00:00:00Z"],
        "jsons": [{ "a": 1 }], "span": "1 day", "t": "5 12", "none": null,
        "id": "b3bb2a0e-4a55-4a60-8a5b-8d9f0c1c2d3e", "same": 1, "same_2": 2, "__proto__": 3
      }`),
    ])
  })

  test('binds values: a quote in one is harmless, lists are arrays, maps are JSON', async () => {
    const args = ["it's; DROP TABLE x --", [1, 2], { a: "'" }, null, true]
    expect(
      await rowsOf('SELECT $1::text AS a, $2::int[] AS b, $3::jsonb AS c, $4::text AS d, $5::bool AS e, 2 = ANY($2::int[]) AS f', args),
    ).toEqual([{ a: "it's; DROP TABLE x --", b: [1, 2], c: { a: "'" }, d: null, e: true, f: true }])
    await expect(query({ sql: 'SELECT 1; SELECT 2' })).rejects.toMatchObject({ code: 'SQL_FAILED', details: { code: '42601' } })
  })

  test('counts what is changed; RETURNING and WITH give rows', async () => {
    expect(await query({ sql: 'CREATE TABLE changes (id int PRIMARY KEY, v text)' })).toEqual({ rows: [], rowCount: 0 })
    expect(await query({ sql: "INSERT INTO changes VALUES (1, 'a'), (2, 'b')" })).toEqual({ rows: [], rowCount: 2 })
    expect(await query({ sql: 'UPDATE changes SET v = $1 RETURNING id', args: ['z'] })).toEqual({
      rows: [{ id: 1 }, { id: 2 }],
      rowCount: 2,
    })
    expect(await query({ sql: 'WITH gone AS (DELETE FROM changes RETURNING id) SELECT * FROM gone' })).toMatchObject({ rowCount: 2 })
  })

  test('runs statements in one transaction: a failing one leaves nothing behind', async () => {
    await query({ sql: 'CREATE TABLE pairs (id int PRIMARY KEY)' })
    const insert = 'INSERT INTO pairs VALUES ($1)'
    const good = await query({ statements: [insert, insert, 'SELECT count(*) AS n FROM pairs'], args: [[1], [2]] })
    expect(good).toEqual({
      results: [
        { rows: [], rowCount: 1 },
        { rows: [], rowCount: 1 },
        { rows: [{ n: 2 }], rowCount: 1 },
      ],
      rowCount: 3,
    })
    await expect(query({ statements: [insert, insert], args: [[3], [1]] })).rejects.toMatchObject({
      name: 'FatalError',
      code: 'SQL_FAILED',
      details: { code: '23505', constraint: 'pairs_pkey', table: 'pairs' },
    })
    expect(await rowsOf('SELECT id FROM pairs ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }])
  })

  test('inserts many rows by a conflict rule, and takes no name for more than a name', async () => {
    await query({ sql: 'CREATE TABLE "odd""name" (sku text PRIMARY KEY, "left; DROP" int, at timestamptz)' })
    const rows = Array.from({ length: 25_000 }, (_none, index) => ({ sku: `s${index}`, 'left; DROP': index, at: '2026-01-31T00:00:00Z' }))
    const insert = { table: 'public.odd"name', rows }
    expect(await query({ insert })).toEqual({ rows: [], rowCount: 25_000 })
    await expect(query({ insert })).rejects.toMatchObject({ code: 'SQL_FAILED' })
    expect(await query({ insert: { ...insert, onConflict: 'ignore' } })).toEqual({ rows: [], rowCount: 0 })
    const ten = rows.slice(0, 10).map((row) => ({ ...row, 'left; DROP': -1 }))
    expect(await query({ insert: { ...insert, rows: ten, onConflict: 'update', key: ['sku'] } })).toEqual({ rows: [], rowCount: 10 })
    expect(await rowsOf('SELECT count(*) AS n FROM "odd""name" WHERE "left; DROP" = -1')).toEqual([{ n: 10 }])
    const hostile = { table: 'pairs', rows: [{ 'id") SELECT 1; DROP TABLE pairs; --': 1 }] }
    await expect(query({ insert: hostile })).rejects.toMatchObject({ details: { code: '42703' } })
  })

  test('refuses more rows than the limit, and undoes what returned them', async () => {
    await expect(query({ sql: 'SELECT generate_series(1, 10001)' })).rejects.toMatchObject({ code: 'SQL_TOO_MANY_ROWS' })
    await query({ sql: 'CREATE TABLE few (a int)' })
    await expect(query({ sql: 'INSERT INTO few SELECT generate_series(1, 5) RETURNING a', limit: 4 })).rejects.toMatchObject({
      code: 'SQL_TOO_MANY_ROWS',
    })
    expect(await rowsOf('SELECT count(*) AS n FROM few')).toEqual([{ n: 0 }])
    await expect(query({ sql: "SELECT repeat('x', 9000000) FROM generate_series(1, 2)" })).rejects.toMatchObject({
      code: 'SQL_TOO_MANY_ROWS',
    })
  })

  test('streams any number of rows into a file with flat memory', async () => {
    const { files, most } = createMeasuredFiles()
    const sql = "SELECT i AS id, repeat('x', 1000) AS text FROM generate_series(1, $1::int) i"
    expect(await query({ sql, args: [100_000], output: 'ndjson' }, { host: { ...plain, files } })).toMatchObject({ rowCount: 100_000 })
    expect(most().bytes).toBeGreaterThan(100_000_000)
    expect(most().live).toBeLessThan(64_000_000)
  })

  test('writes CSV, with a head even without rows', async () => {
    const text = async (output: JsonObject) => new Response(await plain.files.read(output.file as { fileId: string })).text()
    expect(await text(await query({ sql: `SELECT 1 AS "2", 'a,b' AS "1"`, output: 'csv' }))).toBe('2,1\n1,"a,b"\n')
    expect(await text(await query({ sql: 'SELECT 1 AS a WHERE false', output: 'csv' }))).toBe('a\n')
    await expect(query({ sql: 'SELECT 1 / 0', output: 'csv' })).rejects.toMatchObject({ details: { code: '22012' } })
    await expect(query({ sql: 'SELECT 10 / (5 - i) FROM generate_series(0, 9) i', output: 'csv' })).rejects.toMatchObject({
      details: { code: '22012' },
    })
  })

  test('tells of what only the end of the transaction finds', async () => {
    await query({ sql: 'CREATE TABLE late (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)' })
    for (const output of ['rows', 'csv']) {
      await expect(query({ sql: 'INSERT INTO late VALUES (1), (1) RETURNING a', output })).rejects.toMatchObject({
        details: { code: '23505' },
      })
    }
  })

  test('tells the mistake and its place', async () => {
    await expect(query({ sql: 'SELECT nope FROM pairs' })).rejects.toMatchObject({
      name: 'FatalError',
      code: 'SQL_FAILED',
      message: 'PostgreSQL: column "nope" does not exist (at character 8).',
      details: { code: '42703', position: 8, message: 'column "nope" does not exist' },
    })
  })

  test('a deadlock or a serialization failure may be retried', async () => {
    await query({ sql: 'CREATE TABLE turns (id int PRIMARY KEY, v int)' })
    await query({ sql: 'INSERT INTO turns VALUES (1, 0), (2, 0)' })
    const crossed = (first: number, second: number) =>
      query({
        statements: ['UPDATE turns SET v = v + 1 WHERE id = $1', 'SELECT pg_sleep(0.3)', 'UPDATE turns SET v = v + 1 WHERE id = $1'],
        args: [[first], [], [second]],
      })
    const results = await Promise.allSettled([crossed(1, 2), crossed(2, 1)])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'RetryableError', code: 'SQL_CONFLICT', details: { code: '40P01' } },
    })
  })

  test('an abort ends the statement on the server', async () => {
    const abort = new AbortController()
    const asked = query({ sql: "SELECT pg_sleep(60), 'to be ended'" }, { signal: abort.signal })
    await expect.poll(() => running('%to be ended%')).toBe(1)
    abort.abort(new Error('stopped'))
    await expect(asked).rejects.toThrow('stopped')
    await expect.poll(() => running('%to be ended%')).toBe(0)
    expect(await rowsOf('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('a lost connection may be retried, and the pool goes on', async () => {
    const asked = query({ sql: "SELECT pg_sleep(60), 'to be lost'" })
    asked.catch(() => undefined)
    await expect.poll(() => running('%to be lost%')).toBe(1)
    await observer.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%to be lost%' AND pid <> pg_backend_pid()",
    )
    await expect(asked).rejects.toMatchObject({ name: 'RetryableError', code: 'SQL_CONNECTION' })
    expect(await rowsOf('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('what a step sets is gone for the next', async () => {
    await query({ sql: "SET search_path = 'nowhere'" })
    expect(await rowsOf('SELECT id FROM pairs WHERE id = 1')).toEqual([{ id: 1 }])
  })

  test('many steps share a bounded pool', async () => {
    const pids = await Promise.all(Array.from({ length: 40 }, async () => rowsOf('SELECT pg_backend_pid() AS pid, pg_sleep(0.01)')))
    expect(new Set(pids.flatMap((rows) => (rows as readonly JsonObject[]).map(({ pid }) => pid))).size).toBeLessThanOrEqual(5)
  })

  test('a refused login, a wrong database and a closed port say what is wrong', async () => {
    const refused = (changed: JsonObject) => query({ sql: 'SELECT 1' }, { host: serviceHost('postgres', clients, changed) })
    await expect(refused({ password: 'wrong' })).rejects.toMatchObject({
      name: 'FatalError',
      code: 'SQL_REFUSED',
      details: { code: '28P01' },
    })
    await expect(refused({ password: '' })).rejects.toMatchObject({ name: 'FatalError' })
    await expect(refused({ database: 'none' })).rejects.toMatchObject({
      name: 'FatalError',
      code: 'SQL_REFUSED',
      details: { code: '3D000' },
    })
    await expect(refused({ port: 1 })).rejects.toMatchObject({ name: 'RetryableError', code: 'SQL_CONNECTION' })
  })

  test('encrypts and checks the certificate against the name, not the address', async () => {
    const over = (changed: JsonObject) =>
      query(
        { sql: 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()' },
        { host: serviceHost('postgres', clients, { security: 'tls', ...changed }) },
      )
    expect(await over({ ca })).toMatchObject({ rows: [{ ssl: true }] })
    await expect(over({})).rejects.toMatchObject({ name: 'FatalError', code: 'SQL_REFUSED' })
    await expect(over({ ca, host: 'other.example.com' })).rejects.toMatchObject({ name: 'FatalError', code: 'SQL_REFUSED' })
  })
})
