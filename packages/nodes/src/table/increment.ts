import { control, defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { actingAs, asField } from './acting-as.ts'
import { oneResult } from './one-result.ts'
import { idField, recordOutput, tableField, writeErrors } from './table-params.ts'

export const tableIncrement = defineNode({
  type: 'table.increment',
  title: 'Increment fields',
  icon: 'plus',
  group: 'data',
  summary: 'Adds to numbers of a record, with nothing in between.',
  docs: `An empty field counts as 0. However many executions add at the same moment, nothing is lost, and a step that is run again after a crash adds once. The output is the record as it is now.`,
  params: z.strictObject({
    table: tableField,
    id: idField,
    by: z
      .record(z.string(), z.number())
      .meta({ title: 'By', description: 'What is added to which field; may be negative', ...control('column') }),
    as: asField,
  }),
  effects: 'idempotent',
  output: recordOutput,
  errors: writeErrors,
  examples: [
    { name: 'one more visit', with: { table: 'page', id: '{{ input.id }}', by: { visits: 1 } }, input: { id: '018f' }, needs: 'a table' },
  ],
  async run({ params: { table, id, by, as }, tables, idempotencyKey }) {
    const records = actingAs(tables, as)
    return done(oneResult(await records.write([{ type: 'increment', table, id, by }], idempotencyKey)))
  },
})
