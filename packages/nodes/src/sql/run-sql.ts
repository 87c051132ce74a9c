import type { Json } from '@millrace/engine'
import type { Files } from '@millrace/kit'
import { type InsertDialect, insertStatements, type Statement } from './insert-statements.ts'
import { writeRowFile } from './row-file.ts'
import type { SqlParams } from './sql-params.ts'
import type { SqlResult, SqlSession } from './sql-session.ts'

/** Does what the parameters say within one session and gives the node's output. */
export async function runSql(
  session: SqlSession,
  params: SqlParams,
  { dialect, files }: { readonly dialect: InsertDialect; readonly files: Files },
): Promise<Json> {
  const { sql, args, statements, insert, output, limit, fileName } = params
  if (insert !== undefined) {
    const results = await inTransaction(session, insertStatements(insert, dialect), limit)
    return { rows: [], rowCount: results.reduce((sum, { rowCount }) => sum + rowCount, 0) }
  }
  if (statements !== undefined) {
    const results = await inTransaction(session, pairUp(statements, args), limit)
    return {
      results: results.map(({ rows, rowCount }) => ({ rows, rowCount })),
      rowCount: results.reduce((sum, one) => sum + one.rowCount, 0),
    }
  }
  const statement = { sql: sql ?? '', args }
  // RETURNING may pass the limit after all is done: within a transaction that can be undone.
  const run = async () => ({ ...(await session.run(statement, limit)) })
  if (output === 'rows') return /\breturning\b/i.test(statement.sql) ? transact(session, run) : run()
  // A file of rows that a statement has changed and then failed to commit would be a lie, hence the transaction.
  return transact(session, async () => ({ ...(await writeRowFile(session.stream(statement), { format: output, name: fileName, files })) }))
}

function pairUp(statements: readonly string[], args: readonly Json[]): readonly Statement[] {
  return statements.map((sql, index) => {
    const list = args[index]
    return { sql, args: Array.isArray(list) ? list : [] }
  })
}

function inTransaction(session: SqlSession, statements: readonly Statement[], limit: number): Promise<readonly SqlResult[]> {
  return transact(session, async () => {
    const results: SqlResult[] = []
    for (const statement of statements) results.push(await session.run(statement, limit))
    return results
  })
}

/** All of it, or nothing. */
async function transact<Result>(session: SqlSession, work: () => Promise<Result>): Promise<Result> {
  await session.begin()
  try {
    const result = await work()
    await session.commit()
    return result
  } catch (error) {
    await session.rollback()
    throw error
  }
}
