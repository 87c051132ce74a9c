import { elementsOf, fieldOf, listOf } from '@millrace/engine'
import { control, defineNode, done, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { conditionSchema } from './condition/condition-schema.ts'
import { conditionDocs, conditionType, decide } from './condition/decide.ts'
import type { Patterns } from './condition/patterns.ts'

export const filter = defineNode({
  type: 'filter',
  title: 'Filter',
  icon: 'funnel',
  group: 'logic',
  summary: 'Keeps the items of a list for which a condition holds.',
  docs: `The output is the list of the items that are kept, in their order; when none is, an empty list. Fields in \`where\` are those of the item.

${conditionDocs}

The condition is asked of every item, but its expressions are evaluated once, before the first: they cannot see the item. To filter by an expression, write one in place of the node: \`{{ input.items.filter(item => item.total > vars.limit) }}\`.`,
  params: z.strictObject({
    items: z
      .array(jsonValue())
      .meta({ title: 'Items', description: 'The list, e.g. `{{ trigger.body.lines }}`', ...control('expression') }),
    where: conditionSchema.meta({ title: 'Where', description: 'What must hold for an item to be kept' }),
  }),
  effects: 'pure',
  output: (_written, { params }) => listOf(elementsOf(fieldOf(params, 'items'))),
  errors: [conditionType],
  examples: [
    {
      name: 'large and paid',
      with: {
        items: '{{ input }}',
        where: [
          { path: 'total', is: 'greater-than', value: 100 },
          { path: 'paid', is: 'is-true' },
        ],
      },
      input: [
        { total: 250, paid: true },
        { total: 300, paid: false },
        { total: 7, paid: true },
      ],
      output: [{ total: 250, paid: true }],
    },
    { name: 'texts', with: { items: ['tea', 'cup'], where: { is: 'starts-with', value: 't' } }, output: ['tea'] },
  ],
  run({ params: { items, where }, now }) {
    const patterns: Patterns = new Map()
    const at = now()
    return done(items.filter((item, index) => decide(where, item, at, `The condition on item ${index} (counted from 0)`, patterns)))
  },
})
