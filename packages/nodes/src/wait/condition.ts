import { control, defineScope, folded } from '@millrace/kit'
import { z } from 'zod'
import { interval } from '../interval.ts'

const everyTenSeconds = '10s'

export const waitCondition = defineScope({
  type: 'wait.condition',
  title: 'Wait for a condition',
  icon: 'hourglass',
  group: 'wait',
  scope: 'loop',
  summary: 'Looks again and again until a condition holds.',
  docs: `Runs its nodes, asks \`until\`, waits for \`interval\`, and begins again. \`until\` sees the nodes of the round; \`index\` is its number, from 0. The output is that of the last round.

While it waits it costs nothing and outlives a restart. \`interval\` is asked after each round and may be an expression, so that the rounds come further and further apart.

With a \`timeout\` on the node, the whole of it leaves by the port \`timeout\` when that is over. After \`maxIterations\` rounds it fails with \`LOOP_LIMIT\`, by the port \`error\`.`,
  params: z.strictObject({
    until: z
      .boolean({ error: 'must be one whole expression, {{ … }}' })
      .meta({ title: 'Until', description: 'What to wait for, e.g. `{{ nodes.ask.output.body.ready }}`', ...control('expression') }),
    interval: interval.default(everyTenSeconds).meta({ title: 'Interval', description: 'How long to wait between two looks, e.g. `10s`' }),
    maxIterations: z
      .int()
      .min(1)
      .max(100_000)
      .default(100)
      .meta({ title: 'Most rounds', description: 'More is an error', ...folded }),
  }),
  defaults: { interval: everyTenSeconds },
  examples: [
    { name: 'until a job is done', with: { until: "{{ nodes.ask.output.body.status == 'done' }}", interval: '1m', maxIterations: 1440 } },
    { name: 'further and further apart', with: { until: '{{ nodes.ask.output.body.ready }}', interval: '{{ Math.min(index + 1, 60) }}s' } },
  ],
})
