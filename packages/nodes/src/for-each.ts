import { control, defineScope, folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { scopeCondition } from './scope-condition.ts'

export const forEach = defineScope({
  type: 'for-each',
  title: 'For each',
  icon: 'repeat',
  group: 'logic',
  scope: 'for-each',
  summary: 'Runs its nodes once for each item of a list, or entry of a map.',
  docs: `Inside, \`item\` is the item and \`index\` its number, from 0. The entries of a map come as \`{ key, value }\`, in its order. With \`batch\`, each turn gets a list of that many items as its \`item\`.

The output is the list of results in the order of the items, whichever was ready first. A result is the output of the last node inside; of several last nodes, a map by node id. Where there is none it is null, so that results and items stay side by side; \`results: compact\` leaves every null out. No items give an empty list, and so does a value that is missing.

When an item fails, the scope fails and what still runs is canceled. \`onItemError: continue\` goes on without a result for that item, \`collect\` goes on and puts \`{ error }\` in its place.

\`until\` is asked after each turn and sees its nodes, \`item\`, \`index\`, and the result as \`input\`. Once it holds, what still runs is canceled, and the output is what was done so far.

More items than \`maxItems\` fail the node with \`TOO_MANY_ITEMS\` before anything has run: take several at once with \`batch\`, or raise it.`,
  params: z.strictObject({
    items: z
      .union([z.array(jsonValue()), z.record(z.string(), jsonValue())], { error: 'must be a list or a map' })
      .meta({ title: 'Items', description: 'A list, e.g. `{{ trigger.body.lines }}`, or a map', ...control('expression') }),
    concurrency: z.int().min(1).max(1000).default(1).meta({ title: 'Concurrency', description: 'How many items at a time' }),
    batch: z
      .int()
      .min(1)
      .optional()
      .meta({ title: 'Batch', description: 'How many items each turn takes; one, when left out', ...folded }),
    onItemError: z
      .enum(['fail', 'continue', 'collect'])
      .default('fail')
      .meta({ title: 'When an item fails', description: '`fail` the scope, `continue` without it, or `collect` the error as its result' }),
    results: z
      .enum(['aligned', 'compact'])
      .default('aligned')
      .meta({ title: 'Results', description: '`aligned` with the items, null where there is none, or `compact` without those', ...folded }),
    until: scopeCondition.meta({ title: 'Until', description: 'Ends early once this holds', ...control('expression'), ...folded }),
    maxItems: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(100_000)
      .meta({ title: 'Most items', description: 'More, or more groups of them, is an error', ...folded }),
  }),
  output: z.array(jsonValue()),
  examples: [
    { name: 'four at a time', with: { items: '{{ trigger.body.lines }}', concurrency: 4 } },
    { name: 'until one has stock', with: { items: '{{ trigger.body.shops }}', until: '{{ nodes.ask.output.body.stock > 0 }}' } },
    { name: 'in groups of 100', with: { items: '{{ nodes.load.output.body }}', batch: 100, onItemError: 'collect' } },
  ],
})
