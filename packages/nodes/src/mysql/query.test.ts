import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createMeasuredFiles } from '../testing/measured-files.ts'
import { createClients, serviceHost } from '../testing/services.ts'
import { mysqlQuery } from './query.ts'

const { mysql: started, login, ca } = inject('services')

describe.runIf(started)('on a real MariaDB', () => {
  const clients = createClients()
  const plain = serviceHost('mysql', clients)
  /** Looks on from the side. */
  let observer: Connection

  beforeAll(async () => {
    observer = await mysql.createConnection({ ...login, host: '127.0.0.1', port: started?.port ?? 0 })
  })
  afterAll(async () => {
    await observer.end()
    await clients[Symbol.asyncDispose]()
  })

  async function query(
    params: JsonObject,
    { host = plain, signal }: { host?: typeof plain; signal?: AbortSignal } = {},
  ): Promise<JsonObject> {
    const result = await testNode(mysqlQuery, { with: { connection: 'shop', ...params }, host, ...(signal && { signal }) })
    if (result.type !== 'done') throw new Error('It is done')
    return result.output as JsonObject
  }
  const rowsOf = async (sql: string, args: readonly Json[] = []) => (await query({ sql, args })).rows
  const running = async (text: string) => {
    const [rows] = await observer.query<RowDataPacket[]>(
      'SELECT id FROM information_schema.processlist WHERE info LIKE ? AND id <> connection_id() AND command <> "Sleep"',
      [text],
    )
    return rows.map(({ id }) => Number(id))
  }

  test('gives out JSON of the same kinds, exactly, with and without bound values', async () => {
    await query({
      sql: `CREATE TABLE kinds (small bigint, big bigint unsigned, n decimal(10,2), f double, tiny tinyint(1), at timestamp(3) NULL, local datetime,
        day date, bytes blob, t text, bits bit(3), j json, none int) CHARACTER SET utf8mb4`,
    })
    const args = [
      1,
      '18446744073709551615',
      '1.10',
      1.5,
      true,
      '2026-01-31 09:30:00.123',
      '2026-01-31 09:30:00',
      '2026-01-31',
      'ÿ',
      "it's ü",
      5,
      { a: [1] },
      null,
    ]
    await query({ sql: 'INSERT INTO kinds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', args })
    const row = {
      ...{
        small: 1,
        big: '18446744073709551615',
        n: '1.10',
        f: 1.5,
        tiny: 1,
        at: '2026-01-31T09:30:00.123Z',
        local: '2026-01-31T09:30:00',
      },
      ...{ day: '2026-01-31', bytes: 'w78=', t: "it's ü", bits: 5, j: { a: [1] }, none: null },
    }
    expect(await rowsOf('SELECT * FROM kinds')).toEqual([row])
    expect(await rowsOf('SELECT * FROM kinds WHERE small = ?', [1])).toEqual([row])
    expect(await rowsOf('SELECT 1 AS id, 2 AS id, ? AS v LIMIT ?', ["x' OR 1=1 --", 1])).toEqual([{ id: 1, id_2: 2, v: "x' OR 1=1 --" }])
    await expect(query({ sql: 'SELECT 1; SELECT 2' })).rejects.toMatchObject({ code: 'SQL_FAILED', details: { number: 1064 } })
  })

  test('runs statements in one transaction: a failing one leaves nothing behind', async () => {
    await query({ sql: 'CREATE TABLE pairs (id int PRIMARY KEY) ENGINE=InnoDB' })
    const insert = 'INSERT INTO pairs VALUES (?)'
    expect(await query({ statements: [insert, insert, 'SELECT count(*) AS n FROM pairs'], args: [[1], [2]] })).toEqual({
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
      details: { code: 'ER_DUP_ENTRY', number: 1062, state: '23000' },
    })
    expect(await rowsOf('SELECT id FROM pairs ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }])
    expect(await query({ sql: 'DELETE FROM pairs WHERE id = 2 RETURNING id' })).toEqual({ rows: [{ id: 2 }], rowCount: 1 })
  })

  test('inserts many rows by a conflict rule, and takes no name for more than a name', async () => {
    await query({ sql: 'CREATE TABLE `odd``name` (sku varchar(20) PRIMARY KEY, `left; DROP` int)' })
    const rows = Array.from({ length: 40_000 }, (_none, index) => ({ sku: `s${index}`, 'left; DROP': index }))
    const insert = { table: 'shop.odd`name', rows }
    expect(await query({ insert })).toEqual({ rows: [], rowCount: 40_000 })
    await expect(query({ insert })).rejects.toMatchObject({ details: { number: 1062 } })
    expect(await query({ insert: { ...insert, onConflict: 'ignore' } })).toMatchObject({ rows: [] })
    expect(await rowsOf('SELECT count(*) AS n FROM `odd``name`')).toEqual([{ n: 40_000 }])
    const ten = rows.slice(0, 10).map((row) => ({ ...row, 'left; DROP': -1 }))
    await query({ insert: { ...insert, rows: ten, onConflict: 'update', key: ['sku'] } })
    expect(await rowsOf('SELECT count(*) AS n FROM `odd``name` WHERE `left; DROP` = -1')).toEqual([{ n: 10 }])
    const hostile = { table: 'pairs', rows: [{ 'id`) SELECT 1; DROP TABLE pairs; -- ': 1 }] }
    await expect(query({ insert: hostile })).rejects.toMatchObject({ details: { number: 1054 } })
  })

  test('refuses more rows than the limit, and undoes what returned them', async () => {
    await expect(query({ sql: 'SELECT seq FROM seq_1_to_10001' })).rejects.toMatchObject({ code: 'SQL_TOO_MANY_ROWS' })
    await query({ sql: 'CREATE TABLE few (a int)' })
    await expect(query({ sql: 'INSERT INTO few SELECT seq FROM seq_1_to_5 RETURNING a', limit: 4 })).rejects.toMatchObject({
      code: 'SQL_TOO_MANY_ROWS',
    })
    expect(await rowsOf('SELECT count(*) AS n FROM few')).toEqual([{ n: 0 }])
  })

  test('streams any number of rows into a file with flat memory', async () => {
    const { files, most } = createMeasuredFiles()
    const sql = "SELECT seq AS id, repeat('x', 1000) AS text FROM seq_1_to_200000 WHERE seq <= ?"
    expect(await query({ sql, args: [100_000], output: 'ndjson' }, { host: { ...plain, files } })).toMatchObject({ rowCount: 100_000 })
    expect(most().bytes).toBeGreaterThan(100_000_000)
    expect(most().live).toBeLessThan(64_000_000)
  })

  test('writes CSV, with a head even without rows', async () => {
    const text = async (output: JsonObject) => new Response(await plain.files.read(output.file as { fileId: string })).text()
    expect(await text(await query({ sql: 'SELECT seq AS a FROM seq_1_to_1000', output: 'csv' }))).toMatch(/^a\n1\n(\d+\n)*1000\n$/)
    expect(await text(await query({ sql: 'SELECT 1 AS a FROM pairs WHERE 0', output: 'csv' }))).toBe('a\n')
    await expect(query({ sql: 'SELECT nope FROM pairs', output: 'csv' })).rejects.toMatchObject({ details: { number: 1054 } })
  })

  test('a deadlock may be retried', async () => {
    await query({ sql: 'CREATE TABLE turns (id int PRIMARY KEY, v int) ENGINE=InnoDB' })
    await query({ sql: 'INSERT INTO turns VALUES (1, 0), (2, 0)' })
    const update = 'UPDATE turns SET v = v + 1 WHERE id = ?'
    const crossed = (first: number, second: number) =>
      query({ statements: [update, 'SELECT sleep(0.3)', update], args: [[first], [], [second]] })
    const results = await Promise.allSettled([crossed(1, 2), crossed(2, 1)])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'RetryableError', code: 'SQL_CONFLICT', details: { number: 1213 } },
    })
  })

  test('an abort ends the statement on the server', async () => {
    const abort = new AbortController()
    const asked = query({ sql: "SELECT sleep(60), 'to be ended'" }, { signal: abort.signal })
    await expect.poll(async () => (await running('%to be ended%')).length).toBe(1)
    abort.abort(new Error('stopped'))
    await expect(asked).rejects.toThrow('stopped')
    await expect.poll(() => running('%to be ended%')).toEqual([])
    expect(await rowsOf('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('a lost connection may be retried, and the pool goes on', async () => {
    const asked = query({ sql: "SELECT sleep(60), 'to be lost'" })
    asked.catch(() => undefined)
    await expect.poll(async () => (await running('%to be lost%')).length).toBe(1)
    await observer.query(`KILL ${(await running('%to be lost%'))[0]}`)
    await expect(asked).rejects.toMatchObject({ name: 'RetryableError', code: 'SQL_CONNECTION' })
    expect(await rowsOf('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('what a step sets is gone for the next', async () => {
    await query({ sql: 'SET @left = 1' })
    await query({ sql: "SET time_zone = '+05:00'" })
    expect(await rowsOf('SELECT @left AS v, @@session.time_zone AS zone')).toEqual([{ v: null, zone: '+00:00' }])
  })

  test('many steps share a bounded pool', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, async () => rowsOf('SELECT connection_id() AS id, sleep(0.01)')))
    expect(new Set(ids.flatMap((rows) => (rows as readonly JsonObject[]).map(({ id }) => id))).size).toBeLessThanOrEqual(5)
  })

  test('a refused login, a wrong database and a closed port say what is wrong', async () => {
    const refused = (changed: JsonObject) => query({ sql: 'SELECT 1' }, { host: serviceHost('mysql', clients, changed) })
    await expect(refused({ password: 'wrong' })).rejects.toMatchObject({
      name: 'FatalError',
      code: 'SQL_REFUSED',
      details: { number: 1045 },
    })
    await expect(refused({ database: 'none' })).rejects.toMatchObject({
      name: 'FatalError',
      code: 'SQL_REFUSED',
      details: { number: 1049 },
    })
    await expect(refused({ port: 1 })).rejects.toMatchObject({ name: 'RetryableError', code: 'SQL_CONNECTION' })
  })

  test('never sends a file of this machine', async () => {
    await query({ sql: 'CREATE TABLE loot (line text)' })
    await expect(query({ sql: "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE loot" })).rejects.toThrow()
    expect(await rowsOf('SELECT * FROM loot')).toEqual([])
  })

  test('encrypts and checks the certificate against the name, not the address', async () => {
    const over = (changed: JsonObject) =>
      query({ sql: "SHOW STATUS LIKE 'Ssl_version'" }, { host: serviceHost('mysql', clients, { security: 'tls', ...changed }) })
    expect(await over({ ca })).toMatchObject({ rows: [{ Value: expect.stringMatching(/^TLS/) }] })
    await expect(over({})).rejects.toMatchObject({ name: 'FatalError', code: 'SQL_REFUSED' })
    await expect(over({ ca, host: 'other.example.com' })).rejects.toMatchObject({ name: 'FatalError', code: 'SQL_REFUSED' })
  })
})
