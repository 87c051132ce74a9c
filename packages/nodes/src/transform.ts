import type { Json } from '@millrace/engine'
import { defineNode, done, FatalError, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { applyStep, transformStep } from './transform/step.ts'

export const transform = defineNode({
  type: 'transform',
  title: 'Transform list',
  icon: 'funnel',
  group: 'data',
  summary: 'Sends a list through steps: pick, sort, group, add up and others.',
  docs: `Each step is a map with one key, and works on what the step before gave out. Fields may be paths, such as \`customer.country\`.

| step | what it does |
|---|---|
| \`pick: [sku, price]\` | keeps only these fields |
| \`omit: [password]\` | leaves out these fields |
| \`rename: { qty: quantity }\` | renames fields |
| \`sort: price\`, \`sort: [{ by: price, order: desc }, name]\` | sorts; numbers before texts, texts by code unit, what is missing last |
| \`unique: sku\`, \`unique: true\` | keeps the first item of each value of the fields; with \`true\`, of each equal item |
| \`group: country\`, \`group: { by: [country, city], as: orders }\` | one item per value, its members under \`items\` or the name after \`as\` |
| \`aggregate: { by: country, fields: { total: { sum: price } } }\` | one item per value (without \`by\`, one in all) with \`sum\`, \`avg\`, \`min\`, \`max\` or \`count\` of fields; \`count: true\` counts items; null and missing values do not count |
| \`flatten: lines\`, \`flatten: true\` | the members of a list in each item, or of items that are lists, one after the other |
| \`offset: 10\`, \`limit: 5\` | leaves out the first ten; keeps the first five |

To filter, or to compute fields, use an expression: \`{{ input.filter(order => order.total > 100) }}\`.`,
  params: z.strictObject({
    items: z.array(jsonValue()).optional().meta({ title: 'Items', description: 'A list; what came in, when left out' }),
    steps: z.array(transformStep).meta({ title: 'Steps', description: 'Each a map with one operation' }),
  }),
  output: z.array(jsonValue()),
  effects: 'pure',
  errors: [{ code: 'BAD_INPUT', when: 'There is no list, or an item that a step cannot work on. A retry does not help.' }],
  examples: [
    {
      name: 'the two dearest',
      with: { items: '{{ input.lines }}', steps: [{ sort: { by: 'price', order: 'desc' } }, { limit: 2 }, { pick: ['sku'] }] },
      input: {
        lines: [
          { sku: 'a', price: 3 },
          { sku: 'b', price: 9 },
          { sku: 'c', price: 5 },
        ],
      },
      output: [{ sku: 'b' }, { sku: 'c' }],
    },
    {
      name: 'sales per country',
      with: { steps: [{ aggregate: { by: 'country', fields: { total: { sum: 'amount' }, orders: { count: true } } } }] },
      input: [
        { country: 'DE', amount: 5 },
        { country: 'FR', amount: 1 },
        { country: 'DE', amount: 2 },
      ],
      output: [
        { country: 'DE', total: 7, orders: 2 },
        { country: 'FR', total: 1, orders: 1 },
      ],
    },
  ],
  run({ params, input }) {
    const items: Json = params.items ?? input
    if (!Array.isArray(items)) {
      throw new FatalError('There is no list to transform: what came in is not one. Name the list with items, e.g. {{ input.lines }}.', {
        code: 'BAD_INPUT',
      })
    }
    return done(params.steps.reduce<readonly Json[]>(applyStep, items))
  },
})
