import type { Json } from '@millrace/engine'
import { control, defineNode, done, inputGoesOn, type NodeResult, waitFor, waitUntil } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'

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
  docs: `The wait is kept on disk: it may last months, and restarts do not matter. Give either \`for\` or \`until\`; with neither it is one second. A moment that has passed is no wait at all.

What came in goes out unchanged.`,
  params: z
    .strictObject({
      for: durationText().optional().meta({ title: 'For', description: 'How long, e.g. `1500ms`, `30s`, `1h30m`, `1000h`' }),
      until: moment.optional().meta({
        title: 'Until',
        description: 'A moment with its zone, e.g. `2026-05-01T09:00:00+02:00`, or milliseconds since 1970',
        ...control('moment'),
      }),
    })
    .refine((params) => params.for === undefined || params.until === undefined, { error: 'give one of "for" and "until", not both' }),
  output: inputGoesOn,
  waits: 'time',
  effects: 'pure',
  examples: [
    { name: 'three days', with: { for: '3d' }, input: { id: 7 }, output: { id: 7 } },
    { name: 'until a date', with: { until: '2030-05-01T09:00:00+02:00' }, input: { id: 7 }, output: { id: 7 } },
  ],
  run({ params: { for: duration = '1s', until }, input, now }) {
    if (until === undefined) return passes(durationMs(duration), input)
    const moment = typeof until === 'number' ? until : Date.parse(until)
    return moment <= now() ? done(input) : waitUntil(moment, input)
  },
})

function passes(ms: number, input: Json): NodeResult {
  return ms <= 0 ? done(input) : waitFor(ms, input)
}
