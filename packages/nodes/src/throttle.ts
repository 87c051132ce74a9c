import { isJsonObject, type Json } from '@millrace/engine'
import { defineNode, done, inputGoesOn, waitUntil } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from './duration-text.ts'
import { gateKey } from './gate-key.ts'

export const throttle = defineNode({
  type: 'throttle',
  title: 'Throttle',
  icon: 'gauge',
  group: 'logic',
  summary: 'Lets so many executions pass in a period, and holds or drops the rest.',
  docs: `At most \`limit\` pass within any stretch of \`per\`, counted over all executions with the same \`key\`. With \`onLimit: wait\` the others are given a place in the line, in the order in which they came, and wait for it on disk; those that would wait longer than \`maxWait\` leave by \`dropped\` at once. With \`onLimit: drop\` all of them do.

The key belongs to this node of this workflow. What came in goes out unchanged.`,
  params: z.strictObject({
    limit: z.int().min(1).max(1000).default(1).meta({ title: 'Limit', description: 'How many pass in each period' }),
    per: durationText().default('1s').meta({ title: 'Period', description: 'E.g. `1s`, `1m`, `1h`' }),
    key: z
      .string()
      .max(400)
      .default('')
      .meta({ title: 'Key', description: 'What is counted together, e.g. `{{ trigger.body.customer }}`' }),
    onLimit: z.enum(['wait', 'drop']).default('wait').meta({ title: 'On limit', description: 'What happens to one too many' }),
    maxWait: durationText().optional().meta({ title: 'Longest wait', description: 'Whoever would wait longer is dropped' }),
  }),
  ports: ['success', 'dropped'],
  output: inputGoesOn,
  effects: 'idempotent',
  examples: [
    { name: 'ten calls a second', with: { limit: 10, per: '1s' }, input: { id: 7 }, output: { id: 7 } },
    {
      name: 'one mail per person and hour',
      with: { per: '1h', key: '{{ input.to }}', onLimit: 'drop' },
      input: { to: 'ann' },
      output: { to: 'ann' },
    },
  ],
  async run({ params, input, values, idempotencyKey, execution, now }) {
    const { limit, onLimit } = params
    const perMs = durationMs(params.per)
    const longestMs = onLimit === 'drop' ? 0 : params.maxWait === undefined ? Number.POSITIVE_INFINITY : durationMs(params.maxWait)
    const place = await values.update('workflow', gateKey('throttle', execution.step, params.key), (current) => {
      const line = places(current)
      const mine = line.find(({ by }) => by === idempotencyKey)
      const at = mine?.at ?? Math.max(now(), (line.at(-limit)?.at ?? Number.NEGATIVE_INFINITY) + perMs)
      if (mine === undefined && at - now() > longestMs) return { value: current, ttlMs: ttlOf(line, perMs, now()), result: undefined }
      const longer = mine === undefined ? [...line, { at, by: idempotencyKey }].slice(-limit) : line
      return { value: longer, ttlMs: ttlOf(longer, perMs, now()), result: at }
    })
    if (place === undefined) return done(input, 'dropped')
    return place <= now() ? done(input) : waitUntil(place, input)
  },
})

interface Place {
  readonly at: number
  /** Whose it is: a step that is run again after a crash takes no second place. */
  readonly by: string
}

function places(value: Json | undefined): readonly (Place & { readonly [key: string]: Json })[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one: Json) =>
    isJsonObject(one) && typeof one.at === 'number' && typeof one.by === 'string' ? [{ at: one.at, by: one.by }] : [],
  )
}

/** Once the last place is a period old, it limits nobody. */
function ttlOf(line: readonly Place[], perMs: number, now: number): number {
  return Math.max((line.at(-1)?.at ?? now) - now, 0) + perMs
}
