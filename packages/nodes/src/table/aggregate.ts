import { control, defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { actingAs, asField } from './acting-as.ts'
import { given, readErrors, tableField, whereField } from './table-params.ts'

const column = (what: string) => z.string().meta({ description: `${what} of a column`, ...control('column') })

const metric = z.union([
  z.strictObject({ count: z.literal(true).meta({ description: 'How many records' }) }),
  z.strictObject({ sum: column('The sum') }),
  z.strictObject({ avg: column('The mean') }),
  z.strictObject({ min: column('The least') }),
  z.strictObject({ max: column('The greatest') }),
  z.strictObject({ distinct: column('How many different values') }),
])

const group = z.record(z.string(), z.json())

export const tableAggregate = defineNode({
  type: 'table.aggregate',
  title: 'Aggregate records',
  icon: 'sigma',
  group: 'data',
  summary: 'Counts, adds up and groups records of a table.',
  docs: `\`metrics\` names what is wanted: \`count: true\`, or \`sum\`, \`avg\`, \`min\`, \`max\` and \`distinct\` of a column. With \`groupBy\` the output is a list with one map for each combination of these columns' values; without, it is one map. Empty values count for nothing: the sum of none is 0, everything else of none is null.`,
  params: z.strictObject({
    table: tableField,
    where: whereField,
    groupBy: z
      .array(z.string())
      .max(20)
      .optional()
      .meta({ title: 'Group by', description: 'Columns', ...control('column') }),
    metrics: z
      .record(z.string(), metric)
      .meta({ title: 'Metrics', description: 'By the name that each shall have, e.g. `{ total: { sum: amount } }`' }),
    as: asField,
  }),
  effects: 'read',
  output: ({ groupBy }) => (groupBy === undefined ? group : z.array(group)),
  errors: readErrors,
  examples: [
    {
      name: 'orders and their sum by status',
      with: { table: 'order', groupBy: ['status'], metrics: { orders: { count: true }, total: { sum: 'amount' } } },
      needs: 'a table',
    },
  ],
  async run({ params: { table, where, groupBy, metrics, as }, tables }) {
    const records = actingAs(tables, as)
    const groups = await records.aggregate(table, { metrics, ...given({ where, groupBy }) })
    return done(groupBy === undefined ? (groups[0] ?? null) : groups)
  },
})
