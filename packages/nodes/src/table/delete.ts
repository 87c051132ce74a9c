import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { actingAs, asField } from './acting-as.ts'
import { oneResult } from './one-result.ts'
import { countOutput, optionalIdField, recordOutput, tableField, whereField, writeErrors } from './table-params.ts'
import { needed, oneOfIdAndWhere } from './update.ts'

export const tableDelete = defineNode({
  type: 'table.delete',
  title: 'Delete records',
  icon: 'trash',
  group: 'data',
  summary: 'Deletes one record, or all that fit a condition.',
  docs: `Give \`id\` for one record; the output is the record as it was. Give \`where\` for all that fit, 10,000 at most; the output is \`count\`. \`where: {}\` means every record.`,
  params: z.strictObject({ table: tableField, id: optionalIdField, where: whereField, as: asField }),
  effects: 'idempotent',
  output: ({ id }) => (id === undefined ? countOutput : recordOutput),
  errors: writeErrors,
  check: oneOfIdAndWhere,
  examples: [
    { name: 'one', with: { table: 'order', id: '{{ input.id }}' }, input: { id: '018f' }, needs: 'a table' },
    { name: 'what is done', with: { table: 'task', where: { done: true } }, needs: 'a table' },
  ],
  async run({ params: { table, id, where, as }, tables, idempotencyKey }) {
    const records = actingAs(tables, as)
    if (id !== undefined) return done(oneResult(await records.write([{ type: 'delete', table, id }], idempotencyKey)))
    return done(oneResult(await records.write([{ type: 'delete-where', table, where: needed(where) }], idempotencyKey)))
  },
})
