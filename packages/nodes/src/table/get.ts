import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { actingAs, asField } from './acting-as.ts'
import { given, idField, includeField, readErrors, recordOutput, selectField, tableField } from './table-params.ts'

export const tableGet = defineNode({
  type: 'table.get',
  title: 'Get record',
  icon: 'table',
  group: 'data',
  summary: 'Reads one record of a table by its id.',
  docs: `Where there is none it goes on over \`missing\`, and the output is null. To find a record by something else than its id, use \`table.query\` with \`limit: 1\`.`,
  params: z.strictObject({ table: tableField, id: idField, select: selectField, include: includeField, as: asField }),
  ports: ['success', 'missing'],
  effects: 'read',
  output: z.union([recordOutput.partial({ createdAt: true, updatedAt: true }), z.null()]),
  errors: readErrors,
  examples: [
    { name: 'a customer', with: { table: 'customer', id: '{{ input.customer }}' }, input: { customer: '018f' }, needs: 'a table' },
  ],
  async run({ params: { table, id, select, include, as }, tables }) {
    const records = actingAs(tables, as)
    const record = await records.record(table, id, given({ select, include }))
    return record === undefined ? done(null, 'missing') : done(record)
  },
})
