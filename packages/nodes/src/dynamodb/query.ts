import { defineNode, done, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { typeOf } from './attribute-value.ts'
import { createBindings } from './bindings.ts'
import { readFailures, readFields, readItems, readOutput } from './read-items.ts'
import { type OperatorName, operatorExpression, operatorNames } from './where.ts'

const name = z.string().min(1).meta({ title: 'Name', description: 'Of the attribute' })
const onSortKeys: readonly OperatorName[] = ['equals', 'greater-than', 'at-least', 'less-than', 'at-most', 'between', 'starts-with']

const sort = z
  .strictObject({
    name,
    is: z
      .enum(onSortKeys, { error: `must be one of ${onSortKeys.join(', ')}` })
      .meta({ title: 'Operator', description: 'How it is compared' }),
    value: jsonValue().meta({ title: 'Value', description: 'What it is compared with; with `between` a list of two' }),
  })
  .refine(({ is, value }) => is !== 'between' || (Array.isArray(value) && value.length === 2), {
    path: ['value'],
    error: 'must be a list of two values',
  })

export const dynamodbQuery = defineNode({
  type: 'dynamodb.query',
  title: 'Query items',
  icon: 'database',
  group: 'network',
  summary: 'Reads the items of one partition of a DynamoDB table or index, filtered and in order.',
  docs: `\`partition\` says which items are read, and \`sort\` which part of them; these two cost little, for they are keys. \`where\` then filters what was read, in the words of \`if\` and \`filter\`, as far as DynamoDB has the operator: ${operatorNames.join(', ')}. About the keys themselves DynamoDB takes no filter.

All pages are read until \`limit\` items match; \`more\` says whether the partition was left before its end. With \`output: ndjson\` the items go into a file, one in each line, whatever their number. Names and values are always bound: nothing that comes in can change what is asked.`,
  params: z.strictObject({
    ...readFields,
    partition: z
      .strictObject({ name, value: jsonValue().meta({ title: 'Value', description: 'Which partition' }) })
      .meta({ title: 'Partition', description: 'The partition key and its value' }),
    sort: sort.optional().meta({ title: 'Sort key', description: 'Only items whose sort key is like this' }),
    order: z.enum(['ascending', 'descending']).default('ascending').meta({ title: 'Order', description: 'By the sort key' }),
  }),
  connections: ['aws'],
  effects: 'read',
  output: readOutput,
  errors: readFailures,
  examples: [
    {
      name: 'the last large orders of a customer',
      with: {
        connection: 'shop',
        table: 'orders',
        partition: { name: 'customer', value: '{{ input.customer }}' },
        sort: { name: 'placed_at', is: 'at-least', value: '2026-01-01' },
        where: [
          { path: 'total', is: 'at-least', value: 100 },
          {
            any: [
              { path: 'status', is: 'equals', value: 'open' },
              { path: 'notes', is: 'exists' },
            ],
          },
        ],
        order: 'descending',
        limit: 10,
      },
      input: { customer: 'ann' },
      needs: 'DynamoDB',
    },
    {
      name: 'everything of a day, by an index, into a file',
      with: {
        connection: 'shop',
        table: 'orders',
        index: 'by-day',
        partition: { name: 'day', value: '2026-05-01' },
        output: 'ndjson',
        limit: 1_000_000,
      },
      needs: 'DynamoDB',
    },
  ],
  async run(context) {
    const { partition, sort, order, types } = context.params
    const bindings = createBindings()
    const keys = [
      `${bindings.name(partition.name)} = ${bindings.value(partition.value, typeOf(types, partition.name))}`,
      ...(sort === undefined ? [] : [operatorExpression(bindings.name(sort.name), sort, bindings, typeOf(types, sort.name))]),
    ]
    const request = { KeyConditionExpression: keys.join(' AND '), ScanIndexForward: order === 'ascending' }
    return done(await readItems('Query', request, context, bindings))
  },
})
