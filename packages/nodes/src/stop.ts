import { fieldOf } from '@millrace/engine'
import { defineNode, jsonValue, stop } from '@millrace/kit'
import { z } from 'zod'

export const stopNode = defineNode({
  type: 'stop',
  title: 'Stop',
  icon: 'square',
  group: 'logic',
  summary: 'Ends the whole execution here, or only this path.',
  docs: `Left out, \`status\` is \`failed\`; where an \`output\` is given or only the path ends, it is \`success\`.

With \`status: success\` the execution ends at once, also from inside a scope, and what still runs is canceled; \`output\` becomes its result.

With \`status: failed\` the step fails with the code \`STOPPED\` and \`message\`, which is *Workflow stopped* when left out. A \`catch\` or an \`error\` edge may deal with that, and it is never retried unless \`retry.on\` names it; otherwise the execution fails with the message. \`output\`, if given, is in \`error.details\`.

With \`ends: path\` only this path ends, quietly: no edge of the node is taken, parallel paths go on, and the execution can still succeed. Inside a \`for-each\` that ends the round, with \`output\` as its result.`,
  params: z
    .strictObject({
      status: z
        .enum(['success', 'failed'])
        .optional()
        .meta({ title: 'Status', description: 'How the execution ends: `failed`, or `success` with `output` or `ends: path`' }),
      ends: z
        .enum(['execution', 'path'])
        .default('execution')
        .meta({ title: 'Ends', description: 'The whole execution, or only this path' }),
      message: z.string().optional().meta({ title: 'Message', description: 'Why, for whoever reads the history' }),
      output: jsonValue().optional().meta({ title: 'Output', description: 'The result; what came in, when left out and nothing failed' }),
    })
    .refine(({ status, ends }) => status !== 'failed' || ends === 'execution', {
      error: 'only the whole execution can end as failed: leave "ends" out',
      path: ['ends'],
    }),
  output: ({ output }, { input, params }) => (output === undefined ? input : fieldOf(params, 'output')),
  endsPath: true,
  effects: 'pure',
  examples: [
    { name: 'nothing to do', with: { status: 'success', message: 'No new orders' }, input: { orders: [] }, output: { orders: [] } },
    {
      name: 'refuse',
      with: { message: 'Order {{ input.id }} is unknown' },
      input: { id: 7 },
      output: null,
    },
    { name: 'this path only', with: { ends: 'path' }, input: { id: 7 }, output: { id: 7 } },
  ],
  run({ params: { ends, output, ...params }, input }) {
    const { status = output !== undefined || ends === 'path' ? 'success' : 'failed' } = params
    const message = params.message ?? (status === 'failed' ? 'Workflow stopped' : undefined)
    const left = output === undefined && status === 'success' ? input : (output ?? null)
    return stop({ status, message, output: left, ...(ends === 'path' && { only: 'path' as const }) })
  },
})
