import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { databaseServer } from '../sql/database-server.ts'
import type { InsertDialect } from '../sql/insert-statements.ts'
import { runSql } from '../sql/run-sql.ts'
import { checkSql, literalSqlParams, refuseMistakes, serverErrors, sqlOutput, sqlParams } from '../sql/sql-params.ts'
import { effectsOfSql } from '../sql/sql-text.ts'

const dialect: InsertDialect = { quote: '`', placeholder: () => '?', mostArgs: 65_000, conflict: onDuplicateKey }

export const mysqlQuery = defineNode({
  type: 'mysql.query',
  title: 'MySQL query',
  icon: 'database',
  group: 'network',
  summary: 'Asks or changes a MySQL or MariaDB database.',
  docs: `The SQL is taken as it is written and never holds expressions: write \`?\` for a value and give the values in \`args\`. Lists and maps are bound as JSON. \`statements\` run in one transaction, all or nothing, with one list of values for each in \`args\`; but MySQL commits before and after it creates, changes or drops a table. \`insert\` writes many rows at once; \`onConflict\` says what becomes of rows that are there already, by any unique key of the table.

The output has \`rows\` and \`rowCount\`, with \`statements\` instead \`results\` with both for each. With \`output: ndjson\` or \`csv\` all rows go into a file, whatever their number. With \`onConflict\` the server counts a row that is there already too: as one, or as two when it is changed.

bigint is a number up to 2^53 and a text beyond, decimal is a text, timestamp is in UTC (\`2026-01-31T09:30:00Z\`), datetime and date are texts without a zone, blob is base64, json is what it says. A step that is cancelled or out of time ends its statement on the server too. With \`security: tls\` the connection needs the name of the server, not its address.`,
  params: z.strictObject({
    connection: z.string().min(1).meta({ title: 'Connection', description: 'Of type `mysql`' }),
    ...sqlParams,
  }),
  literalParams: literalSqlParams,
  connections: ['mysql'],
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
        sql: 'SELECT id, total FROM orders WHERE customer = ? AND total > ?',
        args: ['{{ input.customer }}', 100],
      },
      input: { customer: "O'Hara" },
      needs: 'a MySQL server',
    },
    {
      name: 'insert or update by key',
      with: { connection: 'shop', insert: { table: 'stock', rows: '{{ input }}', onConflict: 'update', key: ['sku'] } },
      input: [{ sku: 'pen', amount: 4 }],
      needs: 'a MySQL server',
    },
  ],
  async run(context) {
    const { params, clients, files, signal } = context
    refuseMistakes(params)
    const server = await databaseServer(params.connection, context)
    const { createSession, killQuery, openPool, releaseClient } = await import('./mysql-session.ts')
    const pool = await clients.share(server.key, async () => {
      const client = openPool(server)
      return { client, close: () => client.close() }
    })
    const client = await pool.acquire(signal)
    let killing: Promise<void> | undefined
    const kill = () => {
      // A server that hears nothing of it sees at least that nobody listens any more.
      killing = killQuery(client, server).catch(() => undefined)
      killing.then(client.breakOff)
    }
    signal.addEventListener('abort', kill, { once: true })
    try {
      signal.throwIfAborted()
      return done(await runSql(createSession(client, server), params, { dialect, files }))
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      signal.removeEventListener('abort', kill)
      await killing
      if (killing !== undefined || client.over.aborted) await pool.discard(client)
      else releaseClient(pool, client)
    }
  },
})

/** IGNORE would let other mistakes pass as well; a column that is set to itself is the way to let a row be. */
function onDuplicateKey(rule: 'ignore' | 'update', columns: readonly string[], key: readonly string[]): string {
  const changed = rule === 'update' ? columns.filter((column) => !key.includes(column)) : []
  const [first] = columns
  const parts = changed.length > 0 ? changed.map((column) => `${column} = VALUES(${column})`) : [`${first} = ${first}`]
  return `ON DUPLICATE KEY UPDATE ${parts.join(', ')}`
}
