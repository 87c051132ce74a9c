import { createMemoryStore, type ExecutionStore, type ExecutionSummary } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { createSimulatedClock, settle } from '../testing/simulated-clock.ts'
import type { TakeUp } from './loader.ts'
import { createSweeper } from './sweeper.ts'

function summaryOf(id: string): ExecutionSummary {
  return {
    id,
    account: 'a',
    workflowId: 'w',
    workflowVersion: 1,
    triggerId: 't',
    triggerType: 'manual',
    status: 'waiting',
    startedAt: 1,
    dueAt: 1,
  }
}

/** A sweeper on a store that answers as the case says, with what it took up. */
function open(executions: Partial<ExecutionStore>, takeUp: (id: string) => TakeUp | { type: 'in-hand' } = () => ({ type: 'taken' })) {
  const store = createMemoryStore()
  const clock = createSimulatedClock()
  const taken: string[] = []
  const trouble: unknown[] = []
  const sweeper = createSweeper({
    ports: { store: { ...store, executions: { ...store.executions, ...executions } }, clock, onTrouble: (error) => trouble.push(error) },
    fence: 7,
    async takeUp({ id }) {
      taken.push(id)
      const outcome = takeUp(id)
      return outcome.type === 'in-hand' ? { type: 'gone' } : outcome
    },
  })
  return { sweeper, clock, taken, trouble }
}

describe('sweeping', () => {
  test('looks again for whatever becomes due during a sweep, at any moment of it', async () => {
    for (let turns = 0; turns < 20; turns++) {
      let looks = 0
      const { sweeper } = open({
        due: () => {
          looks++
          return Promise.resolve([])
        },
      })
      void sweeper.sweep()
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      const before = looks
      void sweeper.sweep()
      await settle()
      expect(looks, `after ${turns} turns`).toBeGreaterThan(before)
    }
  })

  test('goes on one sweep at a time', async () => {
    let running = 0
    let most = 0
    const { sweeper } = open({
      async due() {
        most = Math.max(most, ++running)
        await settle()
        running--
        return []
      },
    })
    await Promise.all([sweeper.sweep(), sweeper.sweep(), sweeper.sweep()])
    expect(most).toBe(1)
  })

  test('comes back when the next one is due', async () => {
    const dueAt = createSimulatedClock().now() + 5000
    const { sweeper, clock, taken } = open({
      due: (now) => Promise.resolve(now >= dueAt && taken.length === 0 ? [summaryOf('e')] : []),
      nextDue: () => Promise.resolve(taken.length === 0 ? dueAt : undefined),
    })
    await sweeper.sweep()
    await clock.advance(4999)
    expect(taken).toEqual([])
    await clock.advance(1)
    expect(taken).toEqual(['e'])
  })

  test('takes a long backlog in batches, at once', async () => {
    const backlog = Array.from({ length: 450 }, (_, index) => summaryOf(`e${index}`))
    const { sweeper, clock, taken } = open({
      due: (_now, limit) => Promise.resolve(backlog.slice(taken.length, taken.length + limit)),
      nextDue: () => Promise.resolve(taken.length < backlog.length ? 1 : undefined),
    })
    await sweeper.sweep()
    await clock.advance(0)
    expect(taken).toEqual(backlog.map(({ id }) => id))
  })

  test('is not held back from what comes due next by what it has taken and is not written yet', async () => {
    const from = createSimulatedClock().now()
    const dueTimes = Array.from({ length: 30 }, (_, index) => from + index * 7)
    const lateMs: number[] = []
    const { sweeper, clock } = open({
      due(now, limit) {
        // What was taken stays due: nothing is ever written here.
        for (const dueAt of dueTimes.slice(lateMs.length)) if (dueAt <= now) lateMs.push(now - dueAt)
        return Promise.resolve(
          dueTimes
            .filter((dueAt) => dueAt <= now)
            .slice(0, limit)
            .map((dueAt) => summaryOf(`e${dueAt}`)),
        )
      },
      nextDue: (after) => Promise.resolve(dueTimes.find((dueAt) => dueAt > after)),
    })
    await sweeper.sweep()
    await clock.advance(1_000)
    expect(Math.max(...lateMs)).toBeLessThan(500)
    expect(lateMs).toHaveLength(dueTimes.length)
  })

  test('does not spin on what it cannot take: it looks again after a second', async () => {
    let looks = 0
    const stuck = Array.from({ length: 200 }, (_, index) => summaryOf(`e${index}`))
    const { sweeper, clock } = open(
      {
        due: () => {
          looks++
          return Promise.resolve(stuck)
        },
        nextDue: () => Promise.resolve(1),
      },
      () => ({ type: 'failed', error: new Error('no') }),
    )
    await sweeper.sweep()
    await clock.advance(3000)
    expect(looks).toBe(4)
  })

  test('once closed takes nothing more', async () => {
    const { sweeper, clock, taken } = open({ due: () => Promise.resolve([summaryOf('e')]), nextDue: () => Promise.resolve(1) })
    sweeper.lookAt(clock.now() + 10)
    sweeper.close()
    sweeper.lookAt(clock.now() + 10)
    await sweeper.sweep()
    await clock.advance(10_000)
    expect(taken).toEqual([])
  })
})

describe('what a dead owner left', () => {
  test('is counted when it is taken, page by page', async () => {
    const left = Array.from({ length: 410 }, (_, index) => summaryOf(`e${index}`))
    const { sweeper, taken } = open(
      { unfinished: (_fence, limit) => Promise.resolve(left.slice(taken.length, taken.length + limit)) },
      (id) => ({
        type: id === 'e3' ? 'gone' : 'taken',
      }),
    )
    expect(await sweeper.sweepLeft()).toBe(409)
  })

  test('is looked for again when the store did not answer, however often', async () => {
    const answers = [[summaryOf('left')], 'fails', 'fails', [summaryOf('left')]] as const
    let asked = 0
    let attempts = 0
    const { sweeper, clock, taken } = open(
      {
        async unfinished() {
          const answer = answers[asked++] ?? []
          if (answer === 'fails') throw new Error('The store did not answer.')
          return answer
        },
      },
      () => (attempts++ === 0 ? { type: 'failed', error: 'not now' } : { type: 'taken' }),
    )
    await sweeper.sweepLeft()
    await clock.advance(5_000)
    expect(taken).toEqual(['left', 'left'])
    expect(asked).toBe(4)
  })

  test('is tried again also when it was claimed before that failed, so that nobody counts it as left', async () => {
    let attempts = 0
    const { sweeper, clock, taken } = open({ unfinished: async () => (attempts === 0 ? [summaryOf('claimed')] : []) }, () =>
      attempts++ === 0 ? { type: 'failed', error: 'The log could not be read.' } : { type: 'taken' },
    )
    expect(await sweeper.sweepLeft()).toBe(0)
    await clock.advance(5_000)
    expect(taken).toEqual(['claimed', 'claimed'])
  })

  test('is tried again later as far as it failed, and nobody waits for that', async () => {
    let isBroken = true
    const { sweeper, clock, taken } = open(
      { unfinished: () => Promise.resolve(taken.length < 3 ? [summaryOf('e')] : []), due: () => Promise.resolve([]) },
      () => (isBroken ? { type: 'failed', error: new Error('no') } : { type: 'taken' }),
    )
    expect(await sweeper.sweepLeft()).toBe(0)
    isBroken = false
    await clock.advance(1000)
    expect(taken.length).toBeGreaterThan(1)
  })
})
