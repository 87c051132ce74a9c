import { isJsonObject } from '@millrace/engine'
import { control, defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { actingAs, asField } from './acting-as.ts'
import { recordField, recordOutput, tableField, writeErrors } from './table-params.ts'

export const tableCreate = defineNode({
  type: 'table.create',
  title: 'Create record',
  icon: 'plus',
  group: 'data',
  summary: 'Puts a record, or several, into a table.',
  docs: `A table that does not exist is made, and a field that it does not have becomes a column, with the type of the value, unless the table is locked. \`id\`, \`createdAt\` and \`updatedAt\` are set by themselves.

A list of records is written in one transaction, all or none, and the output is the list of them. A step that is run again after a crash creates nothing a second time.`,
  params: z.strictObject({
    table: tableField,
    record: z
      .union([recordField, z.array(recordField).max(10_000)])
      .meta({ title: 'Record', description: 'Its fields; a list of such maps creates several', ...control('column') }),
    as: asField,
  }),
  effects: 'idempotent',
  output: ({ record }) => (isJsonObject(record) ? recordOutput : Array.isArray(record) ? z.array(recordOutput) : z.json()),
  errors: writeErrors,
  examples: [
    {
      name: 'a new order',
      with: { table: 'order', record: { status: 'open', total: '{{ input.total }}' } },
      input: { total: 12 },
      needs: 'a table',
    },
    { name: 'all lines of a file', with: { table: 'line', record: '{{ input }}' }, input: [{ sku: 'a' }, { sku: 'b' }], needs: 'a table' },
  ],
  async run({ params: { table, record, as }, tables, idempotencyKey }) {
    const given = Array.isArray(record) ? record : [record]
    const results = await actingAs(tables, as).write(
      given.map((one) => ({ type: 'insert', table, record: one })),
      idempotencyKey,
    )
    const made = results.flatMap((result) => ('record' in result ? [result.record] : []))
    return done(Array.isArray(record) ? made : (made[0] ?? null))
  },
})
