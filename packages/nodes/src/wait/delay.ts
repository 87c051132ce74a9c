import { parseDuration } from '@millrace/engine'
import { defineNode, done, waitUntil } from '@millrace/kit'
import { z } from 'zod'

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, { error: 'is not a duration: write e.g. 30s, 5m, 1h30m, 3d or PT5M' })

const moment = z.union([
  z.iso.datetime({ offset: true, error: 'is not a moment: write e.g. 2026-05-01T09:00:00Z, with Z or an offset' }),
  z.int().nonnegative().max(8_640_000_000_000_000),
])

export const waitDelay = defineNode({
  type: 'wait.delay',
  title: 'Delay',
  icon: 'timer',
  group: 'wait',
  summary: 'Waits for a while, or until a moment.',
  docs: `The wait is kept on disk: it may last months, and restarts do not matter. Give either \`for\` or \`until\`. A moment that has passed is no wait at all.

What came in goes out unchanged.`,
  params: z
    .strictObject({
      for: duration.optional().meta({ title: 'For', description: 'How long, e.g. `30s`, `1h30m`, `3d`' }),
      until: moment
        .optional()
        .meta({ title: 'Until', description: 'A moment with its zone, e.g. `2026-05-01T09:00:00+02:00`, or milliseconds since 1970' }),
    })
    .refine((params) => (params.for === undefined) !== (params.until === undefined), { error: 'give exactly one of "for" and "until"' }),
  effects: 'pure',
  examples: [
    { name: 'three days', with: { for: '3d' }, input: { id: 7 }, output: { id: 7 } },
    { name: 'until a date', with: { until: '2030-05-01T09:00:00+02:00' }, input: { id: 7 }, output: { id: 7 } },
  ],
  run({ params, input, now }) {
    const until = dueAt(params, now())
    return until <= now() ? done(input) : waitUntil(until, input)
  },
})

function dueAt(params: { readonly for?: string | undefined; readonly until?: string | number | undefined }, now: number): number {
  if (params.for !== undefined) return now + (parseDuration(params.for) ?? 0)
  return typeof params.until === 'number' ? params.until : Date.parse(params.until ?? '')
}
