import { createMemoryStore } from '@millrace/store'
import { create, execution } from '@millrace/store/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readStatistics } from './read-statistics.ts'
import { roundWindow, windowMistake } from './window.ts'

const hour = 3_600_000
const now = 20_500 * 24 * hour
const account = 'acme'
const clock = { now: () => now }

/** A store in which executions have ended, so long ago and after so long. */
async function storeOf(
  ends: readonly { readonly ago: number; readonly ms: number; readonly status?: 'success' | 'failed'; readonly workflowId?: string }[],
) {
  const store = createMemoryStore()
  const summaries = ends.map(({ ago, ms, status = 'success', workflowId = 'orders' }, index) =>
    execution(`e${index}`, { status, workflowId, startedAt: now - ago - ms, finishedAt: now - ago }),
  )
  await store.executions.commit(summaries.map((summary) => create(summary)))
  return store
}

describe('statistics', () => {
  test('tell what ended, how, and how long it took, in all and of each workflow', async () => {
    const store = await storeOf([
      { ago: hour, ms: 100 },
      { ago: hour, ms: 300 },
      { ago: hour, ms: 500, status: 'failed' },
      { ago: 2 * hour, ms: 10, workflowId: 'ship' },
      { ago: 30 * hour, ms: 10 },
    ])
    await store.executions.commit([create(execution('open', { startedAt: now - 40 * hour }))])
    const statistics = await readStatistics({ store, clock }, { account, from: now - 24 * hour, to: now })
    expect(statistics).toMatchObject({
      from: now - 24 * hour,
      to: now,
      total: 4,
      byStatus: { success: 3, failed: 1 },
      successRate: 0.75,
      durationMs: { average: 228, min: 10, max: 500 },
      unfinished: { running: 1 },
      workflows: [
        { workflowId: 'orders', total: 3, durationMs: { average: 300, min: 100, max: 500 }, unfinished: { running: 1 } },
        { workflowId: 'ship', total: 1, successRate: 1, unfinished: {} },
      ],
    })
  })

  test('of nothing have neither rate nor durations', async () => {
    const statistics = await readStatistics({ store: createMemoryStore(), clock }, { account, from: now - hour, to: now })
    expect(statistics).toEqual({ from: now - hour, to: now, total: 0, byStatus: {}, unfinished: {}, workflows: [] })
  })

  test('by the clock of a zone count each end in its day, and tell days in which nothing ended', async () => {
    // Now is midnight in UTC, 5:30 in the morning in Kolkata.
    const store = await storeOf([
      { ago: hour, ms: 1 },
      { ago: 6 * hour, ms: 1, status: 'failed' },
      { ago: 50 * hour, ms: 1 },
    ])
    const asked = { account, from: now - 72 * hour, to: now, slotMs: 24 * hour, timezone: 'Asia/Kolkata' }
    const { slots, total, from, to } = await readStatistics({ store, clock }, asked)
    expect([total, from, to]).toEqual([3, now - 77 * hour, now + 19 * hour])
    expect(slots?.map((slot) => [(slot.from - now) / hour, slot.byStatus])).toEqual([
      [-77, {}],
      [-53, { success: 1 }],
      [-29, { failed: 1 }],
      [-5, { success: 1 }],
    ])
  })

  test('in steps are the same, slot by slot', async () => {
    const store = await storeOf([
      { ago: 1, ms: 1 },
      { ago: hour + 1, ms: 1 },
      { ago: hour + 2, ms: 1, status: 'failed' },
    ])
    const { slots, total } = await readStatistics({ store, clock }, { account, from: now - 5 * hour, to: now, slotMs: hour })
    expect(total).toBe(3)
    expect(slots).toMatchObject([
      { from: now - 2 * hour, to: now - hour, total: 2, successRate: 0.5 },
      { from: now - hour, to: now, total: 1 },
    ])
  })

  test('know percentiles to within a tenth', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 200 }), async (durations) => {
        const store = await storeOf(durations.map((ms) => ({ ago: 1, ms })))
        const { durationMs } = await readStatistics({ store, clock }, { account, from: now - hour, to: now })
        const sorted = [...durations].sort((a, b) => a - b)
        for (const [key, share] of [
          ['p50', 0.5],
          ['p95', 0.95],
          ['p99', 0.99],
        ] as const) {
          const exact = sorted[Math.ceil(sorted.length * share) - 1] ?? 0
          const told = durationMs?.[key] ?? 0
          expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact * 0.1 + 0.1)
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('a window', () => {
  test('is rounded outwards, to minutes, and to hours where those are all that is kept', () => {
    expect(roundWindow({ from: now - 90_001, to: now - 1 }, now)).toEqual({ from: now - 120_000, to: now })
    expect(roundWindow({ from: now - 100 * hour - 1, to: now - 1 }, now)).toEqual({ from: now - 101 * hour, to: now })
    expect(roundWindow({ from: now - 90 * 60_000, to: now, slotMs: hour }, now)).toEqual({ from: now - 2 * hour, to: now, slotMs: hour })
  })

  test('that cannot be counted is refused with what to do', () => {
    expect(windowMistake({ from: 5, to: 5 }, now)).toContain('before')
    expect(windowMistake({ from: now - hour, to: now, slotMs: 90_500 }, now)).toContain('whole number of minutes')
    expect(windowMistake({ from: now - hour, to: now, slotMs: 7 * 60_000 }, now)).toContain('divide an hour')
    expect(windowMistake({ from: now - 1001 * 60_000, to: now, slotMs: 60_000 }, now)).toContain('more than 1000 slots')
    expect(windowMistake({ from: now - 60 * hour, to: now - 59 * hour, slotMs: 60_000 }, now)).toContain('whole hours')
    expect(windowMistake({ from: now - 60 * hour, to: now, slotMs: hour }, now)).toBeUndefined()
  })
})
