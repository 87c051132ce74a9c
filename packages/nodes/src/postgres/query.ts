import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { databaseServer } from '../sql/database-server.ts'
import { type InsertDialect, onConflict } from '../sql/insert-statements.ts'
import { runSql } from '../sql/run-sql.ts'
import { checkSql, literalSqlParams, refuseMistakes, serverErrors, sqlOutput, sqlParams } from '../sql/sql-params.ts'
import { effectsOfSql } from '../sql/sql-text.ts'

const dialect: InsertDialect = { quote: '"', placeholder: (number) => `$${number}`, mostArgs: 65_000, conflict: onConflict }

export const postgresQuery = defineNode({
  type: 'postgres.query',
  title: 'PostgreSQL query',
  icon: 'database',
  group: 'network',
  summary: 'Asks or changes a PostgreSQL database.',
  docs: `The SQL is taken as it is written and never holds expressions: write \`$1\`, \`$2\` for values and give the values in \`args\`. A list is bound as an array, a map as JSON; a list for a JSON column goes through \`json.stringify\` first. \`statements\` run in one transaction, all or nothing, with one list of values for each in \`args\`. \`insert\` writes many rows at once; \`onConflict\` with \`key\` says what becomes of rows that are there already.

The output has \`rows\` and \`rowCount\`, with \`statements\` instead \`results\` with both for each. With \`output: ndjson\` or \`csv\` all rows go into a file, whatever their number.

bigint is a number up to 2^53 and a text beyond, numeric is a text, timestamptz is in UTC (\`2026-01-31T09:30:00Z\`), timestamp and date are texts without a zone, bytea is base64, json is what it says. A step that is cancelled or out of time ends its statement on the server too.`,
  params: z.strictObject({
    connection: z.string().min(1).meta({ title: 'Connection', description: 'Of type `postgres`' }),
    ...sqlParams,
  }),
  literalParams: literalSqlParams,
  connections: ['postgres'],
  output: sqlOutput,
  effects: 'external',
  effectsOf: effectsOfSql,
  check: checkSql,
  errors: serverErrors,
  examples: [
    {
      name: 'the orders of a customer',
      with: {
        connection: 'shop',
        sql: 'SELECT id, total FROM orders WHERE customer = $1 AND total > $2',
        args: ['{{ input.customer }}', 100],
      },
      input: { customer: "O'Hara" },
      needs: 'a PostgreSQL server',
    },
    {
      name: 'two changes or none',
      with: {
        connection: 'shop',
        statements: ['UPDATE stock SET amount = amount - $1 WHERE sku = $2', 'INSERT INTO orders (sku) VALUES ($1) RETURNING id'],
        args: [[2, '{{ input.sku }}'], ['{{ input.sku }}']],
      },
      input: { sku: 'pen' },
      needs: 'a PostgreSQL server',
    },
    {
      name: 'insert or update by key',
      with: { connection: 'shop', insert: { table: 'public.stock', rows: '{{ input }}', onConflict: 'update', key: ['sku'] } },
      input: [{ sku: 'pen', amount: 4 }],
      needs: 'a PostgreSQL server',
    },
    {
      name: 'a large table as a file',
      with: { connection: 'shop', sql: 'SELECT * FROM orders', output: 'csv', fileName: 'orders.csv' },
      needs: 'a PostgreSQL server',
    },
  ],
  async run(context) {
    const { params, clients, files, signal } = context
    refuseMistakes(params)
    const server = await databaseServer(params.connection, context)
    const { openPool, takeSession } = await import('./postgres-session.ts')
    const pool = await clients.share(server.key, async () => {
      const client = openPool(server)
      return { client, close: () => client.end() }
    })
    const session = await takeSession(pool, server)
    let canceling: Promise<void> | undefined
    const cancel = () => {
      canceling = session.cancel()
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      signal.throwIfAborted()
      return done(await runSql(session, params, { dialect, files }))
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      signal.removeEventListener('abort', cancel)
      await canceling
      if (!canceling) session.release()
    }
  },
})
