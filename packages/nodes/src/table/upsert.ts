import { control, defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { actingAs, asField } from './acting-as.ts'
import { recordField, recordOutput, tableField, writeErrors } from './table-params.ts'

export const tableUpsert = defineNode({
  type: 'table.upsert',
  title: 'Create or update record',
  icon: 'save',
  group: 'data',
  summary: 'Updates the record that has the same key, or creates one.',
  docs: `\`by\` names a column that is \`unique\`: the record that has the same value in it gets the fields that are given, the others stay. Where there is none it is created; a table or a column that is not there yet is made, and the column unique. \`isNew\` in the output says which it was.`,
  params: z.strictObject({
    table: tableField,
    by: z.string().meta({ title: 'By', description: 'The unique column that tells which record it is', ...control('column') }),
    record: recordField,
    as: asField,
  }),
  effects: 'idempotent',
  output: z.strictObject({ record: recordOutput, isNew: z.boolean() }),
  errors: [{ code: 'COLUMN_INVALID', when: 'the column is not unique' }, ...writeErrors],
  examples: [
    {
      name: 'a customer as the shop has it',
      with: { table: 'customer', by: 'email', record: { email: '{{ input.email }}', name: '{{ input.name }}' } },
      input: { email: 'ada@example.com', name: 'Ada' },
      needs: 'a table',
    },
  ],
  async run({ params: { table, by, record, as }, tables, idempotencyKey }) {
    const records = actingAs(tables, as)
    const [result] = await records.write([{ type: 'upsert', table, by, record }], idempotencyKey)
    return done(result !== undefined && 'record' in result ? { record: result.record, isNew: result.isNew ?? false } : null)
  },
})
