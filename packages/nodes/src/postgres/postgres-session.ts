import type { Json } from '@millrace/engine'
import { FatalError, RetryableError } from '@millrace/kit'
import pg, { type Pool, type PoolClient, type QueryConfig } from 'pg'
import Cursor from 'pg-cursor'
import { columnNames } from '../sql/column-names.ts'
import { connectionError, type DatabaseServer } from '../sql/database-server.ts'
import type { Statement } from '../sql/insert-statements.ts'
import { createRowCollector } from '../sql/row-collector.ts'
import type { SqlSession } from '../sql/sql-session.ts'
import { readerOf } from './postgres-values.ts'

const types = { getTypeParser: readerOf as typeof pg.types.getTypeParser }
const rowsPerBatch = 500

function clientConfig({ host, address, port, user, password, database, isEncrypted, ca }: DatabaseServer) {
  return {
    host: address,
    port,
    user,
    database,
    // A function, because for an empty text the client would take the password of whoever runs Millrace from its environment.
    password: () => password,
    ssl: isEncrypted && { host: address, ...(host !== address && { servername: host }), ...(ca !== undefined && { ca }) },
    application_name: 'millrace',
    keepAlive: true,
    connectionTimeoutMillis: 20_000,
  }
}

export function openPool(server: DatabaseServer): Pool {
  const pool = new pg.Pool({ ...clientConfig(server), max: 5, idleTimeoutMillis: 60_000, allowExitOnIdle: true })
  // A client that breaks while idle leaves the pool by itself; without a listener it would end the process as well.
  pool.on('error', () => undefined)
  return pool
}

export interface HeldSession extends SqlSession {
  /** Ends what the server is doing for it, and the connection with it. */
  cancel(): Promise<void>
  /** Gives the connection back, without what the step has left in it. */
  release(): void
}

export async function takeSession(pool: Pool, server: DatabaseServer): Promise<HeldSession> {
  const client = await pool.connect().catch((error: unknown) => Promise.reject(postgresError(error, server)))
  const ignore = () => undefined
  client.on('error', ignore)
  let isOver = false
  const end = (isBroken: boolean) => {
    if (isOver) return
    isOver = true
    client.off('error', ignore)
    client.release(isBroken)
  }
  const asked = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work
    } catch (error) {
      throw postgresError(error, server)
    }
  }
  return {
    // A statement that gives too many rows is broken off with its connection: the server then ends it, and undoes the transaction.
    run: (statement, limit) => asked(runAll(client, statement, limit, () => end(true))),
    async *stream({ sql, args }) {
      const cursor = client.query(new Cursor(sql, [...args], { rowMode: 'array', types }))
      try {
        for (;;) {
          const { columns, rows } = await asked(readBatch(cursor))
          if (rows.length > 0 || columns.length > 0) yield { columns, rows }
          if (rows.length < rowsPerBatch) return
        }
      } finally {
        if (!isOver) await cursor.close()
      }
    },
    begin: () => asked(command(client, 'BEGIN')),
    commit: () => asked(command(client, 'COMMIT')),
    async rollback() {
      if (!isOver) await command(client, 'ROLLBACK').catch(() => end(true))
    },
    async cancel() {
      await cancelOn(server, client).catch(ignore)
      end(true)
    },
    release() {
      client.query('DISCARD ALL').then(
        () => end(false),
        () => end(true),
      )
    },
  }
}

function runAll(client: PoolClient, { sql, args }: Statement, limit: number, breakOff: () => void) {
  const collector = createRowCollector(limit)
  return new Promise<{ rows: typeof collector.rows; rowCount: number }>((resolve, reject) => {
    // Extended even without values: the simple protocol runs several statements in one text. The types know of rows as arrays elsewhere only.
    const query = client.query(
      new pg.Query<Json[]>({ text: sql, values: [...args], rowMode: 'array', types, queryMode: 'extended' } as QueryConfig),
    )
    let columns: readonly string[] | undefined
    query.on('row', (cells: readonly Json[], result) => {
      columns ??= columnNames(result?.fields.map(({ name }) => name) ?? [])
      try {
        collector.add(rowOf(columns, cells))
      } catch (error) {
        reject(error)
        breakOff()
      }
    })
    query.on('error', reject)
    query.on('end', ({ rowCount }) => resolve({ rows: collector.rows, rowCount: rowCount ?? collector.rows.length }))
  })
}

function readBatch(cursor: Cursor<Json[]>) {
  return new Promise<{ columns: readonly string[]; rows: Record<string, Json>[] }>((resolve, reject) => {
    cursor.read(rowsPerBatch, (error, rows, result) => {
      if (error) return reject(error)
      const columns = columnNames((result?.fields ?? []).map(({ name }) => name))
      resolve({ columns, rows: rows.map((cells) => rowOf(columns, cells)) })
    })
  })
}

async function command(client: PoolClient, sql: string): Promise<void> {
  await client.query(sql)
}

/** Over a connection of its own: the one that is busy hears nothing. */
async function cancelOn(server: DatabaseServer, client: PoolClient): Promise<void> {
  const { processID } = client as PoolClient & { readonly processID?: number } // Not in the types of the client, but told to be there.
  const other = new pg.Client(clientConfig(server))
  other.on('error', () => undefined)
  try {
    await other.connect()
    await other.query('SELECT pg_cancel_backend($1)', [processID])
  } finally {
    await other.end()
  }
}

function rowOf(columns: readonly string[], cells: readonly Json[]): Record<string, Json> {
  return Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? null]))
}

/** Classes of SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function postgresError(error: unknown, server: DatabaseServer): unknown {
  if (!(error instanceof Error) || error instanceof FatalError || error instanceof RetryableError) return error
  if (error.message.startsWith('SASL'))
    return new FatalError(`${server.host} refuses the login: ${error.message}. Check the connection.`, {
      code: 'SQL_REFUSED',
      cause: error,
    })
  if (!(error instanceof pg.DatabaseError)) return connectionError(error, server) ?? error
  const { code = '', message, detail, hint, position, constraint, table } = error
  const told = { code, message, detail, hint, position: position === undefined ? undefined : Number(position), constraint, table }
  const about = {
    details: Object.fromEntries(Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    cause: error,
  }
  if (/^28|^3D/.test(code)) {
    return new FatalError(`${server.host} refuses the login: ${message}. Check the connection.`, { code: 'SQL_REFUSED', ...about })
  }
  if (/^08|^57P0|^53/.test(code))
    return new RetryableError(`${server.host} ended the connection: ${message}.`, { code: 'SQL_CONNECTION', ...about })
  if (/^40|^55P03/.test(code))
    return new RetryableError(`Another transaction was in the way: ${message}.`, { code: 'SQL_CONFLICT', ...about })
  return new FatalError(`PostgreSQL: ${message}${position === undefined ? '' : ` (at character ${position})`}.${hint ? ` ${hint}` : ''}`, {
    code: 'SQL_FAILED',
    ...about,
  })
}
