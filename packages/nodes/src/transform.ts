import type { Json } from '@millrace/engine'
import { control, defineNode, done, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { applyStep, transformStep } from './transform/step.ts'

export const transform = defineNode({
  type: 'transform',
  title: 'Transform data',
  icon: 'shuffle',
  group: 'data',
  summary: 'Sends a list, or a map, through steps: filter, map, sort, group, add up, join and others.',
  docs: `Each step is a map with one key, and works on what the step before gave out. Fields may be paths, such as \`customer.country\` or \`lines.0.sku\`.

These change each item of a list, or the one map that came instead of a list:

| step | what it does |
|---|---|
| \`map: { id: order.id, city: { from: address.city, default: none }, source: { value: shop } }\` | makes a new map: fields from paths (null where there is nothing; with \`from\`, a default or an error), or values |
| \`pick: [sku, price]\` | keeps only these fields |
| \`omit: [password]\` | leaves out these fields |
| \`rename: { qty: quantity }\` | renames fields |
| \`set: { status: new }\` | sets fields to values |
| \`merge: { address: { country: DE } }\` | lays a map over the item; maps inside maps are merged, all else is replaced |
| \`convert: { price: number, placed: { to: date, default: null } }\` | changes the kind of fields: \`number\`, \`integer\`, \`text\`, \`boolean\` (also \`yes\`, \`no\`, \`on\`, \`off\`, \`1\`, \`0\`), \`date\` (ISO 8601 in UTC), \`json\` (of a text), \`json-text\` (of anything), \`list\` (of one). What is missing or null stays so. \`convert: json\` changes all that came, as one value |

These need a list:

| step | what it does |
|---|---|
| \`filter: { path: total, is: greater-than, value: 100 }\` | keeps the items for which a condition holds: comparisons and groups as [\`filter\`](filter.md) has them |
| \`sort: price\`, \`sort: [{ by: price, order: desc }, name]\`, \`sort: true\` | sorts, with \`true\` by the items themselves; numbers before texts, texts by code unit, what is missing last |
| \`unique: sku\`, \`unique: true\` | keeps the first item of each value of the fields; with \`true\`, of each equal item |
| \`group: country\`, \`group: { by: [country, city], as: orders }\` | one item per value, its members under \`items\` or the name after \`as\` |
| \`aggregate: { by: country, fields: { total: { sum: price } } }\` | one item per value (without \`by\`, one in all) with \`sum\`, \`avg\`, \`min\`, \`max\`, \`count\`, \`distinct\` (how many), \`first\`, \`last\` or \`list\` of fields; \`count: true\` counts items; null and missing values do not count |
| \`reduce: { total: { sum: price } }\` | the same measures of all items, as one map instead of a list |
| \`flatten: lines\`, \`flatten: true\` | the members of a list in each item, or of items that are lists, one after the other |
| \`join: { with: "{{ … }}", on: { left: customer_id, right: id }, as: customer }\` | each item with the member of the other list that has the same key; without \`as\` its fields are laid under the item's; \`type: left\` keeps items that match nothing |
| \`zip: { with: "{{ … }}", as: score }\` | the first with the first and so on, as pairs or in a field |
| \`merge: true\` | all items laid over each other, as one map |
| \`offset: 10\`, \`limit: 5\` | leaves out the first ten; keeps the first five |

And \`extract: lines.0.sku\`, or \`extract: { path: lines.0.sku, default: none }\`, gives one value out of whatever came.

What needs computing per item is an expression: \`{{ input.map(line => line.price * line.quantity) }}\`.`,
  params: z.strictObject({
    items: jsonValue()
      .optional()
      .meta({ title: 'Items', description: 'A list, or one map; what came in, when left out', ...control('expression') }),
    steps: z.array(transformStep).meta({ title: 'Steps', description: 'Each a map with one operation' }),
  }),
  output: jsonValue(),
  effects: 'pure',
  errors: [
    {
      code: 'BAD_INPUT',
      when: 'A step cannot work on what came: `error.details` has `step` (from 1), `operation`, `reason`, and `item` (from 0), `path` and `kind` where there are such. A retry does not help.',
    },
  ],
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
    {
      name: 'a user made normal',
      with: { steps: [{ rename: { firstName: 'first_name', lastName: 'last_name' } }, { omit: ['password', '_internal'] }] },
      input: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.test', password: 'x', _internal: 1 },
      output: { email: 'ada@example.test', first_name: 'Ada', last_name: 'Lovelace' },
    },
    {
      name: 'orders with their customers',
      with: {
        items: '{{ input.orders }}',
        steps: [
          { convert: { total: 'number' } },
          { join: { with: '{{ input.customers }}', on: { left: 'customer', right: 'id' }, as: 'customer' } },
          { map: { total: 'total', name: 'customer.name' } },
        ],
      },
      input: { orders: [{ customer: 7, total: '12.50' }], customers: [{ id: 7, name: 'Ada' }] },
      output: [{ total: 12.5, name: 'Ada' }],
    },
  ],
  run({ params, input, now }) {
    const at = now()
    return done(params.steps.reduce<Json>((value, step, index) => applyStep(value, step, index, at), params.items ?? input))
  },
})
