import { defineNode, done, FatalError, type NodeContext } from '@millrace/kit'
import { z } from 'zod'
import { type BoundedPool, createBoundedPool } from '../sql/bounded-pool.ts'
import { type InsertDialect, onConflict } from '../sql/insert-statements.ts'
import { runSql } from '../sql/run-sql.ts'
import { checkSql, literalSqlParams, refuseMistakes, sqlErrors, sqlOutput, sqlParams } from '../sql/sql-params.ts'
import { effectsOfSql } from '../sql/sql-text.ts'
import type { SqliteSession } from './sqlite-session.ts'

const params = z.strictObject({
  database: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be a name of letters, digits, "-" and "_", not a path' })
    .meta({ title: 'Database', description: 'A name of your choice; it is made when first used' }),
  ...sqlParams,
})

type Context = NodeContext<z.output<typeof params>>

const largestMiB = 1024
const longestMinutes = 5

const dialect: InsertDialect = { quote: '"', placeholder: () => '?', mostArgs: 32_000, conflict: onConflict }

export const sqliteQuery = defineNode({
  type: 'sqlite.query',
  title: 'SQLite query',
  icon: 'database',
  group: 'data',
  summary: 'Asks or changes a SQLite database that lives beside Millrace.',
  docs: `The database is a file that Millrace keeps for the account; all its workflows reach it under the same name. It needs no server and no connection, and may hold ${largestMiB / 1024} GiB.

The SQL is taken as it is written and never holds expressions: write \`?\` for a value and give the values in \`args\`. Lists and maps are bound as JSON text. \`statements\` run in one transaction, all or nothing, with one list of values for each in \`args\`. \`insert\` writes many rows at once; \`onConflict\` with \`key\` says what becomes of rows that are there already.

The output has \`rows\` and \`rowCount\`, with \`statements\` instead \`results\` with both for each. With \`output: ndjson\` or \`csv\` all rows go into a file, whatever their number. Whole numbers beyond 2^53 are texts, blobs are base64.

A step is given ${longestMinutes} minutes unless its \`timeout\` is shorter; then the statement is ended and undone. ATTACH, VACUUM, extensions and most PRAGMAs are refused.`,
  params,
  literalParams: literalSqlParams,
  output: sqlOutput,
  effects: 'external',
  effectsOf: effectsOfSql,
  check: checkSql,
  errors: [...sqlErrors, { code: 'SQL_TIMEOUT', when: `The step took more than ${longestMinutes} minutes. A retry does not help.` }],
  examples: [
    {
      name: 'a table and its first rows',
      with: {
        database: 'shop',
        statements: ['CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, total REAL)', 'INSERT INTO orders (total) VALUES (?)'],
        args: [[], ['{{ input.total }}']],
      },
      input: { total: 12.5 },
      needs: 'a folder',
    },
    {
      name: 'the largest orders',
      with: { database: 'shop', sql: 'SELECT id, total FROM orders WHERE total >= ? ORDER BY total DESC', args: [100] },
      needs: 'a folder',
    },
    {
      name: 'insert or update by key',
      with: { database: 'shop', insert: { table: 'stock', rows: '{{ input }}', onConflict: 'update', key: ['sku'] } },
      input: [{ sku: 'pen', left: 4 }],
      needs: 'a folder',
    },
  ],
  async run(context) {
    refuseMistakes(context.params)
    const pool = await sharedPool(context)
    const session = await pool.acquire(context.signal)
    const limit = AbortSignal.timeout(longestMinutes * 60_000)
    const stopped = AbortSignal.any([context.signal, limit])
    stopped.addEventListener('abort', session.kill, { once: true })
    try {
      if (stopped.aborted) session.kill()
      return done(await runSql(session, context.params, { dialect, files: context.files }))
    } catch (error) {
      context.signal.throwIfAborted()
      if (limit.aborted) throw tooLong()
      throw error
    } finally {
      stopped.removeEventListener('abort', session.kill)
      if (session.isAlive() && !stopped.aborted) pool.release(session)
      else await pool.discard(session)
    }
  },
})

function sharedPool({ clients, folder, params: { database } }: Context): Promise<BoundedPool<SqliteSession>> {
  return clients.share(database, async () => {
    const { openSqlite } = await import('./sqlite-session.ts')
    const place = { folder: await folder('sqlite'), file: `${database}.db`, largestBytes: largestMiB * 1024 * 1024 }
    const client = createBoundedPool<SqliteSession>({
      most: 2,
      open: () => openSqlite(place),
      close: async (session) => session.kill(),
      isAlive: (session) => session.isAlive(),
    })
    return { client, close: () => client.close() }
  })
}

function tooLong(): FatalError {
  return new FatalError(`The database was busy for more than ${longestMinutes} minutes: ask for less at once, or add an index.`, {
    code: 'SQL_TIMEOUT',
  })
}
