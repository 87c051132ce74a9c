import { control, defineScope, folded } from '@millrace/kit'
import { z } from 'zod'
import { interval } from './interval.ts'
import { scopeCondition } from './scope-condition.ts'

export const loop = defineScope({
  type: 'loop',
  title: 'Loop',
  icon: 'rotate',
  group: 'logic',
  scope: 'loop',
  summary: 'Runs its nodes again and again, while or until something holds.',
  docs: `\`while\` is asked before each round, \`until\` after it; both count as JavaScript counts. \`index\` is the number of the round, from 0. The first round gets the loop's input; each later one gets, as its input, the output of the one before.

In \`until\`, \`input\` is the output of the round and \`nodes\` has those of the round. In \`while\`, \`input\` is what came into the loop, and \`nodes.<loop>.output\`, with the id of the loop, is the output of the last round.

The output is that of the last round. A loop that is not done after \`maxIterations\` rounds fails with \`LOOP_LIMIT\`.

With \`interval\` that long passes between two rounds, on disk, so that it costs nothing and outlives a restart. It is asked after each round, as \`until\` is, and may be an expression that lets it grow; \`while\` is asked after it.`,
  params: z
    .strictObject({
      while: scopeCondition.meta({ title: 'While', description: 'Another round as long as this holds', ...control('expression') }),
      until: scopeCondition.meta({ title: 'Until', description: 'No other round once this holds', ...control('expression') }),
      interval: interval.optional().meta({ title: 'Interval', description: 'How long to wait between two rounds, e.g. `10s`' }),
      maxIterations: z
        .int()
        .min(1)
        .max(100_000)
        .default(100)
        .meta({ title: 'Most rounds', description: 'More is an error', ...folded }),
    })
    .refine((params) => params.while !== undefined || params.until !== undefined, { error: 'give "while" or "until"' }),
  examples: [
    { name: 'until a job is done', with: { until: "{{ nodes.ask.output.body.status == 'done' }}", interval: '30s', maxIterations: 500 } },
    { name: 'page by page', with: { until: '{{ !input.body.next }}' } },
    { name: 'three times', with: { while: '{{ index < 3 }}' } },
  ],
})
