import { isJsonObject, type Json } from '@millrace/engine'
import { again, defineNode, done, inputGoesOn } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from './duration-text.ts'
import { gateKey } from './gate-key.ts'

/** A key is forgotten this long after its burst: should the newest execution be canceled, the next burst is not held up by it. */
const forgottenAfterMs = 24 * 60 * 60 * 1000

export const debounce = defineNode({
  type: 'debounce',
  title: 'Debounce',
  icon: 'filter',
  group: 'logic',
  summary: 'Of a burst of executions, lets only the last one go on.',
  docs: `Each execution that arrives waits for \`delay\`. When another one with the same \`key\` arrives meanwhile, the older one leaves by \`superseded\`, and the newer one waits in turn. So ten webhook calls in a burst lead to one continuation, \`delay\` after the last of them and with the data of the last.

The key belongs to this node of this workflow. With \`maxWait\` a burst that does not end is let through at least that often. The wait is kept on disk, like any other.

What came in goes out unchanged.`,
  params: z.strictObject({
    delay: durationText().default('500ms').meta({ title: 'Delay', description: 'How long it must be quiet' }),
    key: z.string().max(400).default('').meta({ title: 'Key', description: 'What belongs together, e.g. `{{ trigger.body.customer }}`' }),
    maxWait: durationText()
      .optional()
      .meta({ title: 'Longest wait', description: 'After it an execution goes on though the burst has not ended' }),
  }),
  ports: ['success', 'superseded'],
  output: inputGoesOn,
  effects: 'idempotent',
  examples: [{ name: 'one report per customer', with: { key: '{{ input.customer }}', delay: '10s' }, input: { customer: 'ann' } }],
  async run({ params, input, memory, values, idempotencyKey, execution, now }) {
    const key = gateKey('debounce', execution.step, params.key)
    const delayMs = durationMs(params.delay)
    if (memory === undefined) {
      const firstAt = await values.update('workflow', key, (current) => {
        const burst = burstOf(current)
        const startedAt = burst?.startedAt ?? now()
        return { value: { newest: idempotencyKey, startedAt }, ttlMs: delayMs + forgottenAfterMs, result: startedAt }
      })
      const quietAt = now() + delayMs
      return again(params.maxWait === undefined ? quietAt : Math.min(quietAt, firstAt + durationMs(params.maxWait)), { waited: true })
    }
    const isNewest = await values.update('workflow', key, (current) => {
      const mine = burstOf(current)?.newest === idempotencyKey
      return { value: mine ? undefined : current, ttlMs: delayMs + forgottenAfterMs, result: mine }
    })
    return done(input, isNewest ? 'success' : 'superseded')
  },
})

interface Burst {
  readonly newest: string
  readonly startedAt: number
}

function burstOf(value: Json | undefined): Burst | undefined {
  if (!isJsonObject(value) || typeof value.newest !== 'string' || typeof value.startedAt !== 'number') return undefined
  return { newest: value.newest, startedAt: value.startedAt }
}
