// Triggers that go by the clock: how late they fire when a thousand are due at the same moment.

import { setTimeout as sleep } from 'node:timers/promises'
import { defineNode, done, type NodeType } from '@millrace/kit'
import { z } from 'zod'
import { type Figure, quantile, shownNumber } from './figure.ts'
import { openDriver } from './open-driver.ts'
import { inScratch } from './scratch.ts'

const triggers = 1_000
const everySeconds = 5
const firings = 3

const source = `id: ticking
triggers:
${Array.from({ length: triggers }, (_, index) => `  t${index}: { type: schedule, with: { cron: "*/${everySeconds} * * * * *", overlap: allow } }`).join('\n')}
nodes:
  note: { type: note, with: { at: "{{ trigger.scheduledAt }}" } }
`

/** About 20 seconds: run once and not in each round. */
export function benchSchedules(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    const lateMs: number[] = []
    const driver = await openDriver({ directory, nodes: [noteNode(lateMs)] })
    try {
      await driver.publish(source)
      await driver.openSchedules()
      const deadline = Date.now() + (firings + 2) * everySeconds * 1_000
      while (lateMs.length < triggers * firings && Date.now() < deadline) await sleep(20)
      if (lateMs.length < triggers * firings) throw new Error(`Only ${lateMs.length} of ${triggers * firings} firings came in time.`)
      return [
        {
          name: 'lateness of 1,000 schedules due at once',
          value: quantile(lateMs, 0.99),
          unit: 'ms',
          target: { of: 'value', atMost: 1_000 },
          durability: 'D2',
          meaning: `99th percentile from when a cron trigger was due to the first step of its execution, ${firings} times; p50 ${shownNumber(quantile(lateMs, 0.5))} ms.`,
        },
      ]
    } finally {
      await driver.close()
    }
  })
}

function noteNode(lateMs: number[]): NodeType {
  return defineNode({
    type: 'note',
    title: 'Note',
    icon: 'box',
    group: 'logic',
    summary: 'Notes how late it is.',
    docs: 'Only for benches.',
    params: z.strictObject({ at: z.string() }),
    effects: 'external',
    examples: [],
    run({ params }) {
      lateMs.push(Date.now() - Date.parse(params.at))
      return done(null)
    },
  })
}

if (import.meta.main)
  for (const { name, value, unit, meaning } of await benchSchedules()) console.log(`${name}: ${shownNumber(value)} ${unit}\n    ${meaning}`)
