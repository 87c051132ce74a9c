import { control, defineNode, done, folded } from '@millrace/kit'
import { z } from 'zod'
import { actingAs, asField } from './acting-as.ts'
import { given, includeField, readErrors, selectField, tableField, whereField } from './table-params.ts'

export const tableQuery = defineNode({
  type: 'table.query',
  title: 'Find records',
  icon: 'table',
  group: 'data',
  summary: 'Finds records of a table by conditions, page by page.',
  docs: `Conditions are named in words (\`greaterThan\`, \`containedIn\`, \`startsWith\`, \`matchesRegex\` …) or in short (\`$gt\`, \`$in\` …); [tables](../tables.md#conditions) lists them. A value alone means the same value, null an empty field.

Without \`sort\` records come in the order of their creation. \`nextCursor\` is set when there are more: hand it over as \`cursor\` to go on.`,
  params: z.strictObject({
    table: tableField,
    where: whereField,
    sort: z
      .array(z.string())
      .max(8)
      .optional()
      .meta({ title: 'Sort', description: 'Columns, `-` before one for the other way round', ...control('column') }),
    limit: z.int().min(1).max(1_000).default(100).meta({ title: 'Limit', description: 'How many at most' }),
    skip: z
      .int()
      .min(0)
      .max(10_000_000)
      .optional()
      .meta({ title: 'Skip', description: 'How many to leave out first; a cursor is faster', ...folded }),
    cursor: z
      .string()
      .optional()
      .meta({ title: 'Cursor', description: 'Where the page before ended', ...folded }),
    select: selectField,
    include: includeField,
    count: z
      .boolean()
      .default(false)
      .meta({ title: 'Count', description: 'Also say how many there are in all', ...folded }),
    as: asField,
  }),
  effects: 'read',
  output: z.strictObject({
    items: z.array(z.looseObject({ id: z.string() })),
    nextCursor: z.string().optional(),
    count: z.int().optional(),
  }),
  errors: readErrors,
  examples: [
    {
      name: 'the oldest open orders',
      with: { table: 'order', where: { status: 'open', total: { greaterThan: 100 } }, sort: ['createdAt'], limit: 10 },
      needs: 'a table',
    },
    {
      name: 'one of two conditions, with the customer',
      with: { table: 'order', where: { or: [{ urgent: true }, { note: { contains: 'now' } }] }, include: ['customer'] },
      needs: 'a table',
    },
  ],
  async run({ params: { table, where, sort, limit, skip, cursor, select, include, count, as }, tables }) {
    const records = actingAs(tables, as)
    const found = await records.query(table, { limit, ...given({ where, sort, skip, cursor, select, include }) })
    return done({ ...found, ...(count && { count: await records.count(table, where) }) })
  },
})
