import { defineNode, jsonValue, stop } from '@millrace/kit'
import { z } from 'zod'

export const stopNode = defineNode({
  type: 'stop',
  title: 'Stop',
  icon: 'square',
  group: 'logic',
  summary: 'Ends the whole execution here.',
  docs: `What still runs is cancelled, also from inside a scope; no \`catch\` and no \`error\` port sees it. With \`status: failed\` the execution fails with \`message\`.

\`output\` becomes the result of the execution.`,
  params: z.strictObject({
    status: z.enum(['success', 'failed']).default('success').meta({ title: 'Status', description: 'How the execution ends' }),
    message: z.string().optional().meta({ title: 'Message', description: 'Why, for whoever reads the history' }),
    output: jsonValue().optional().meta({ title: 'Output', description: 'The result; what came in, when left out' }),
  }),
  effects: 'pure',
  examples: [
    { name: 'nothing to do', with: { message: 'No new orders' }, input: { orders: [] }, output: { orders: [] } },
    {
      name: 'refuse',
      with: { status: 'failed', message: 'Order {{ input.id }} is unknown', output: null },
      input: { id: 7 },
      output: null,
    },
  ],
  run: ({ params: { status, message, output }, input }) => stop({ status, message, output: output === undefined ? input : output }),
})
