import { defineScope, jsonValue } from '@millrace/kit'
import { z } from 'zod'

export const forEach = defineScope({
  type: 'for-each',
  title: 'For each',
  icon: 'repeat',
  group: 'logic',
  scope: 'for-each',
  summary: 'Runs its nodes once for each item of a list.',
  docs: `Inside, \`item\` is the item and \`index\` its number, from 0. With \`batch\`, each turn gets a list of that many items as its \`item\`.

The output is the list of results in the order of the items, whichever was ready first. A result is the output of the last node inside; of several last nodes, a map by node id.

When an item fails, the scope fails and what still runs is cancelled. \`onItemError: collect\` goes on instead and puts \`{ error }\` in that item's place.`,
  params: z.strictObject({
    items: z.array(jsonValue()).meta({ title: 'Items', description: 'A list, e.g. `{{ trigger.body.lines }}`' }),
    concurrency: z.int().min(1).max(1000).default(1).meta({ title: 'Concurrency', description: 'How many items at a time' }),
    batch: z.int().min(1).optional().meta({ title: 'Batch', description: 'How many items each turn takes; one, when left out' }),
    onItemError: z
      .enum(['stop', 'collect'])
      .default('stop')
      .meta({ title: 'When an item fails', description: '`stop` fails the scope, `collect` goes on' }),
  }),
  output: z.array(jsonValue()),
  examples: [
    { name: 'four at a time', with: { items: '{{ trigger.body.lines }}', concurrency: 4 } },
    { name: 'in groups of 100', with: { items: '{{ nodes.load.output.body }}', batch: 100, onItemError: 'collect' } },
  ],
})
