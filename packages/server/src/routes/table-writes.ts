import type { Json } from '@millrace/engine'
import type { OperationResult, TableOperation } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { idempotencyHeaders } from '../idempotency.ts'
import { writeKeyed } from '../keyed-write.ts'
import { parsePart } from '../parse-part.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { recordFields } from './record-fields.ts'

const table = z.string()
const id = z.string()
const ids = z.array(z.string()).min(1).max(10_000)

const operation = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('insert'), table, record: recordFields }),
    z.strictObject({ type: z.literal('update'), table, id, changes: recordFields }),
    z.strictObject({ type: z.literal('update-where'), table, where: recordFields, changes: recordFields }),
    z.strictObject({ type: z.literal('upsert'), table, by: z.string().meta({ description: 'A unique column.' }), record: recordFields }),
    z.strictObject({ type: z.literal('delete'), table, id }),
    z.strictObject({ type: z.literal('delete-where'), table, where: recordFields }),
    z.strictObject({ type: z.literal('increment'), table, id, by: z.record(z.string(), z.number()) }),
    z.strictObject({ type: z.literal('add-relation'), table, id, column: z.string(), targets: ids }),
    z.strictObject({ type: z.literal('remove-relation'), table, id, column: z.string(), targets: ids }),
  ])
  .meta({ id: 'TableOperation' })

const result = z.union([
  z.object({ record: z.looseObject({ id: z.string() }), isNew: z.boolean().optional() }),
  z.object({ count: z.int() }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
])

type Entry = { readonly operation: TableOperation } | { readonly error: OperationResult }

/** Writes of records, as many as wanted, in tables as many as wanted. */
export function tableWritesRoute({ account }: Pick<Settings, 'account'>): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/table-writes',
    access: 'records',
    group: 'Records',
    summary: 'Write many records',
    description:
      'In order, with a result for each: `insert`, `update`, `update-where`, `upsert`, `delete`, `delete-where`, `increment`, `add-relation` and ' +
      '`remove-relation`. `together` makes all of them or none, `alone` makes those that can be made and gives the others an `error`.',
    headers: idempotencyHeaders,
    body: {
      type: 'json',
      schema: z.strictObject({
        operations: z.array(z.unknown()).min(1).max(10_000).meta({ description: 'Each a `TableOperation`.' }),
        mode: z.enum(['together', 'alone']).default('together'),
      }),
      limitBytes: 10 * 1024 * 1024,
      example: {
        operations: [
          { type: 'insert', table: 'customer', record: { email: 'ada@example.com' } },
          { type: 'increment', table: 'counter', id: '018f00000000000000000000', by: { visits: 1 } },
        ],
      },
    },
    answers: {
      200: { description: 'The results, in the order of the operations.', schema: z.object({ items: z.array(result) }) },
      404: { description: 'There is no such table or record, and nothing was written.' },
      409: {
        description: 'Another record has the same value in a unique column, or the key belongs to another write: nothing was written.',
      },
      422: { description: 'A value does not fit its column, and nothing was written.' },
    },
    async handle({ headers, body: { operations, mode }, records }) {
      const entries = operations.map((one) => readEntry(one, mode))
      const written = await writeKeyed(account, records, {
        operations: entries.flatMap((entry) => ('operation' in entry ? [entry.operation] : [])),
        mode,
        key: headers['idempotency-key'],
        request: [mode, operations as readonly Json[]], // Of a JSON body.
      })
      const results = [...written]
      return jsonAnswer(200, { items: entries.map((entry) => ('operation' in entry ? (results.shift() ?? null) : entry.error)) })
    },
  })
}

/** What is no operation is told in its place when each stands alone. */
function readEntry(given: unknown, mode: 'together' | 'alone'): Entry {
  try {
    return { operation: parsePart('body', operation, given) as TableOperation } // Parsed by the schema, which says the same.
  } catch (error) {
    if (mode === 'alone' && error instanceof ProblemError) return { error: { error: { code: error.code, message: error.message } } }
    throw error
  }
}
