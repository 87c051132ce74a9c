import type { JsonObject } from '@millrace/engine'
import type { Statement } from './insert-statements.ts'

export interface SqlResult {
  readonly rows: readonly JsonObject[]
  readonly rowCount: number
}

export interface SqlBatch {
  readonly columns: readonly string[]
  readonly rows: readonly JsonObject[]
}

/** One connection to a server, held by one step. Rejections are classified already. */
export interface SqlSession {
  /** Rejects past the limit; a statement that has done something by then is undone where the server can. */
  run(statement: Statement, limit: number): Promise<SqlResult>
  /** Rows as they come, no faster than they are taken. */
  stream(statement: Statement): AsyncIterable<SqlBatch>
  begin(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
}
