import type { JsonObject, ParamMistake } from '@millrace/engine'
import { defineNode, done, FatalError } from '@millrace/kit'
import { z } from 'zod'
import { actingAs, asField } from './acting-as.ts'
import { oneResult } from './one-result.ts'
import { changesField, countOutput, optionalIdField, recordOutput, tableField, whereField, writeErrors } from './table-params.ts'

export const tableUpdate = defineNode({
  type: 'table.update',
  title: 'Update records',
  icon: 'pencil',
  group: 'data',
  summary: 'Changes fields of one record, or of all that fit a condition.',
  docs: `Give \`id\` for one record; the output is the record as it is now. Give \`where\` for all that fit, 10,000 at most; the output is \`count\`. What is not named stays, null makes a field empty, and a change that changes nothing is none.`,
  params: z.strictObject({ table: tableField, id: optionalIdField, where: whereField, changes: changesField, as: asField }),
  effects: 'idempotent',
  output: ({ id }) => (id === undefined ? countOutput : recordOutput),
  errors: writeErrors,
  check: oneOfIdAndWhere,
  examples: [
    {
      name: 'an order is paid',
      with: { table: 'order', id: '{{ input.id }}', changes: { status: 'paid' } },
      input: { id: '018f' },
      needs: 'a table',
    },
    {
      name: 'old ones are closed',
      with: { table: 'order', where: { createdAt: { lessThan: '2026-01-01' } }, changes: { status: 'closed' } },
      needs: 'a table',
    },
  ],
  async run({ params: { table, id, where, changes, as }, tables, idempotencyKey }) {
    const records = actingAs(tables, as)
    if (id !== undefined) return done(oneResult(await records.write([{ type: 'update', table, id, changes }], idempotencyKey)))
    return done(oneResult(await records.write([{ type: 'update-where', table, where: needed(where), changes }], idempotencyKey)))
  },
})

/** Both mean different things, and neither would mean every record there is. */
export function oneOfIdAndWhere({ id, where }: JsonObject): readonly ParamMistake[] {
  if (id === undefined && where === undefined) return [{ path: ['id'], message: 'or "where" is needed: which records are meant?' }]
  return id !== undefined && where !== undefined ? [{ path: ['where'], message: 'cannot stand beside "id": leave one of them out.' }] : []
}

export function needed(where: JsonObject | undefined): JsonObject {
  if (where === undefined) throw new FatalError('Give "id" or "where": which records are meant?', { code: 'BAD_PARAMS' })
  return where
}
