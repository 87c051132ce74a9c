import type { Json, JsonObject } from '@millrace/engine'
import { FatalError, RetryableError } from '@millrace/kit'
import { type Connection, createConnection, type FieldPacket, type ResultSetHeader } from 'mysql2'
import { type BoundedPool, createBoundedPool } from '../sql/bounded-pool.ts'
import { columnNames } from '../sql/column-names.ts'
import { connectionError, type DatabaseServer } from '../sql/database-server.ts'
import type { Statement } from '../sql/insert-statements.ts'
import { createRowCollector } from '../sql/row-collector.ts'
import type { SqlBatch, SqlSession } from '../sql/sql-session.ts'
import { plainValue } from './mysql-values.ts'

const rowsPerBatch = 500

export interface MysqlClient {
  readonly connection: Connection
  /** Aborted when the connection is over. The commands of the library do not all hear of it by themselves. */
  readonly over: AbortSignal
  /** Ends the connection, and whatever it was doing. */
  breakOff(): void
}

export function openPool(server: DatabaseServer): BoundedPool<MysqlClient> {
  return createBoundedPool<MysqlClient>({
    most: 5,
    open: () => connect(server),
    close: async (client) => client.breakOff(),
    isAlive: (client) => !client.over.aborted,
  })
}

async function connect(server: DatabaseServer): Promise<MysqlClient> {
  const { host, address, port, user, password, database, isEncrypted, ca } = server
  const connection = createConnection({
    ...{ host: address, port, user, password, database },
    ...(isEncrypted && { ssl: { verifyIdentity: true, ...(ca !== undefined && { ca }) } }),
    ...{ supportBigNumbers: true, dateStrings: true, rowsAsArray: true, disableEval: true, charset: 'utf8mb4' },
    // The server may ask for files of this machine otherwise.
    flags: ['-LOCAL_FILES'],
    connectTimeout: 20_000,
  })
  // The socket goes to the address by now; from here on the client takes its host for the name that the certificate must bear.
  connection.config.host = host
  const client = watched(connection)
  try {
    await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())))
    await command(client, utc)
  } catch (error) {
    client.breakOff()
    throw mysqlError(error, server)
  }
  return client
}

function watched(connection: Connection): MysqlClient {
  const controller = new AbortController()
  const { signal: over } = controller
  connection.on('error', (error) => controller.abort(error))
  connection.on('end', () => controller.abort(new Error('connection closed')))
  return {
    connection,
    over,
    breakOff() {
      connection.destroy()
      controller.abort(new Error('connection closed'))
    },
  }
}

/** A TIMESTAMP has no zone of its own on the way: it comes in that of the session. */
const utc = "SET time_zone = '+00:00'"

/** What a client can do for one step. */
export function createSession(client: MysqlClient, server: DatabaseServer): SqlSession {
  const asked = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work
    } catch (error) {
      throw mysqlError(error, server)
    }
  }
  return {
    run: (statement, limit) => asked(runAll(client, statement, limit)),
    stream: (statement) => batches(client, statement, server),
    begin: () => asked(command(client, 'START TRANSACTION')),
    commit: () => asked(command(client, 'COMMIT')),
    // Fails only with the connection, and then the server rolls back.
    rollback: () => command(client, 'ROLLBACK').catch(() => client.breakOff()),
  }
}

/** Undoes what the step has set, and gives the client back. */
export function releaseClient(pool: BoundedPool<MysqlClient>, client: MysqlClient): void {
  const { connection } = client
  connection.reset((error) => {
    if (error) return void pool.discard(client)
    command(client, utc).then(
      () => pool.release(client),
      () => pool.discard(client),
    )
  })
}

/** Over a connection of its own: the one that is busy hears nothing. */
export async function killQuery({ connection }: MysqlClient, server: DatabaseServer): Promise<void> {
  const other = await connect(server)
  try {
    await command(other, `KILL QUERY ${connection.threadId}`)
  } finally {
    other.breakOff()
  }
}

interface Listener {
  row(row: JsonObject): void
  columns?(columns: readonly string[]): void
}

/** Values are bound by the server, in a prepared statement; what has no values may be a statement that cannot be prepared. */
function ask({ connection, over }: MysqlClient, { sql, args }: Statement, listener: Listener): Promise<number> {
  const values = args.map((arg) => (typeof arg === 'object' && arg !== null ? JSON.stringify(arg) : arg))
  const query = values.length === 0 ? connection.query({ sql, rowsAsArray: true }) : connection.execute({ sql, values, rowsAsArray: true })
  return whileOpen(over, (resolve, reject) => {
    let fields: readonly FieldPacket[] = []
    let names: readonly string[] = []
    let changed: number | undefined
    let rows = 0
    query.on('fields', (list: readonly FieldPacket[] | undefined) => {
      fields = list ?? []
      names = columnNames(fields.map(({ name }) => name))
      if (list) listener.columns?.(names)
    })
    query.on('result', (row: readonly unknown[] | ResultSetHeader) => {
      if (!Array.isArray(row)) {
        changed = (row as ResultSetHeader).affectedRows
        return
      }
      rows += 1
      listener.row(Object.fromEntries(fields.map((field, at) => [names[at] ?? field.name, plainValue(row[at], field)])))
    })
    query.on('error', reject)
    query.on('end', () => resolve(rows > 0 ? rows : (changed ?? 0)))
  })
}

async function runAll(client: MysqlClient, statement: Statement, limit: number) {
  const collector = createRowCollector(limit)
  let failure: unknown
  const rowCount = await ask(client, statement, {
    row(row) {
      if (failure !== undefined) return
      try {
        collector.add(row)
      } catch (error) {
        failure = error
        client.breakOff()
      }
    },
  }).catch((error: unknown) => Promise.reject(failure ?? error))
  if (failure !== undefined) throw failure
  return { rows: collector.rows, rowCount }
}

/** The socket rests while what has come is not taken yet. */
async function* batches(client: MysqlClient, statement: Statement, server: DatabaseServer): AsyncGenerator<SqlBatch> {
  let columns: readonly string[] = []
  let rows: JsonObject[] = []
  let wake: () => void = () => undefined
  let failure: { readonly error: unknown } | undefined
  let isAtEnd = false
  ask(client, statement, {
    columns(names) {
      columns = names
    },
    row(row) {
      rows.push(row)
      if (rows.length < rowsPerBatch) return
      client.connection.pause()
      wake()
    },
  })
    .catch((error: unknown) => {
      failure = { error: mysqlError(error, server) }
    })
    .finally(() => {
      isAtEnd = true
      wake()
    })
  try {
    for (;;) {
      if (!isAtEnd && rows.length < rowsPerBatch) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (failure) throw failure.error
      const taken = rows
      rows = []
      if (taken.length > 0 || columns.length > 0) yield { columns, rows: taken }
      if (isAtEnd && rows.length === 0) return
      client.connection.resume()
    }
  } finally {
    if (!isAtEnd) client.breakOff()
  }
}

function command({ connection, over }: MysqlClient, sql: string): Promise<void> {
  return whileOpen(over, (resolve, reject) => connection.query(sql, (error) => (error ? reject(error) : resolve())))
}

/** Rejects also when the connection is over meanwhile. */
function whileOpen<Result>(
  over: AbortSignal,
  start: (resolve: (result: Result) => void, reject: (error: unknown) => void) => void,
): Promise<Result> {
  let stopWatching: () => void = () => undefined
  const work = new Promise<Result>((resolve, reject) => {
    const lose = () => reject(over.reason)
    if (over.aborted) return lose()
    over.addEventListener('abort', lose, { once: true })
    stopWatching = () => over.removeEventListener('abort', lose)
    start(resolve, reject)
  })
  return work.finally(() => stopWatching())
}

interface ServerError extends Error {
  readonly code?: string
  readonly errno?: number
  readonly sqlState?: string
  readonly sqlMessage?: string
}

const refusedLogins: ReadonlySet<number | undefined> = new Set([1044, 1045, 1049, 1130, 1698, 1862])
const conflicts: ReadonlySet<number | undefined> = new Set([1205, 1213, 1020, 3572])
const lost: ReadonlySet<number | undefined> = new Set([1040, 1053, 1077, 1203, 1226, 1927, 4031])

function mysqlError(error: unknown, server: DatabaseServer): unknown {
  if (!(error instanceof Error) || error instanceof FatalError || error instanceof RetryableError) return error
  const { code, errno, sqlState, sqlMessage } = error as ServerError
  if (sqlState === undefined || sqlMessage === undefined) return connectionError(error, server) ?? error
  const details: Json = { code: code ?? null, number: errno ?? null, state: sqlState, message: sqlMessage }
  const about = { details, cause: error }
  if (refusedLogins.has(errno))
    return new FatalError(`${server.host} refuses the login: ${sqlMessage}. Check the connection.`, { code: 'SQL_REFUSED', ...about })
  if (lost.has(errno))
    return new RetryableError(`${server.host} ended the connection: ${sqlMessage}.`, { code: 'SQL_CONNECTION', ...about })
  if (conflicts.has(errno))
    return new RetryableError(`Another transaction was in the way: ${sqlMessage}.`, { code: 'SQL_CONFLICT', ...about })
  return new FatalError(`MySQL: ${sqlMessage}.`, { code: 'SQL_FAILED', ...about })
}
