import { describe, expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { account, names, openWorld, type World } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const open = () => openWorld(createEmbeddedDriver)
const nap = 'id: nap\nnodes:\n  s: { type: sleep, with: { ms: 60000 }, next: t }\n  t: { type: effect, with: { name: t } }'
const caught =
  'id: caught\nnodes:\n  y: { type: try, nodes: { s: { type: sleep, with: { ms: 60000 } } }, catch: { undo: { type: effect, with: { name: undo } } } }'

/** Lets a number of small things happen, promises and turns of the event loop. */
async function goOn(turns: number, promisesPerTurn: number): Promise<void> {
  for (let turn = 1; turn <= turns; turn++)
    await (turn % promisesPerTurn === 0 ? new Promise((resolve) => setImmediate(resolve)) : Promise.resolve())
}

const statusOf = async ({ disk }: World) => (await disk.executions.get(account, 'e'))?.status

describe('a pause', () => {
  test('counts at every moment of falling asleep, and so does the resume after it', async () => {
    for (let turns = 0; turns < 60; turns++) {
      const world = await open()
      await world.publish(nap)
      await world.start('nap', { executionId: 'e' })
      await goOn(turns, 6)
      expect(await world.driver.pause(account, 'e')).toBe('paused')
      await world.clock.advance(90_000)
      expect([await statusOf(world), names(world)], `after ${turns} turns`).toEqual(['paused', []])
      expect(await world.driver.unpause(account, 'e')).toBe('resumed')
      await settle()
      expect([await statusOf(world), names(world)], `after ${turns} turns`).toEqual(['success', ['t']])
    }
  })

  test('counts at every moment of waking up, or comes too late and says so', async () => {
    for (let turns = 0; turns < 60; turns++) {
      const world = await open()
      await world.publish(nap)
      await world.start('nap', { executionId: 'e' })
      await settle()
      void world.clock.advance(60_000)
      await goOn(turns, 4)
      const answer = await world.driver.pause(account, 'e')
      await settle()
      // A step that had begun is finished, and nothing is left to begin.
      const status = names(world).length === 1 ? 'success' : 'paused'
      expect(await statusOf(world), `after ${turns} turns`).toBe(status)
      expect(answer).toBe(status === 'paused' || (await world.log('e')).length === 4 ? 'paused' : 'already-finished')
      if (status === 'success') continue
      await world.driver.unpause(account, 'e')
      await settle()
      expect(await statusOf(world)).toBe('success')
    }
  })
})

describe('pauses, resumes and cancels at once', () => {
  test('make a log that says one thing after the other, and end as canceled', async () => {
    for (let turns = 0; turns < 30; turns++) {
      const world = await open()
      await world.publish(caught)
      await world.start('caught', { executionId: 'e' })
      await goOn(turns, 5)
      const { pause, unpause, cancel } = world.driver
      const answers = await Promise.all([
        pause(account, 'e'),
        pause(account, 'e'),
        unpause(account, 'e'),
        cancel(account, 'e'),
        cancel(account, 'e'),
        pause(account, 'e'),
      ])
      await settle()
      expect([await statusOf(world), names(world)], `after ${turns} turns`).toEqual(['canceled', ['undo']])
      expect(answers.filter((answer) => answer === 'canceling').length).toBeGreaterThanOrEqual(1)
      const asked = (await world.log('e')).map(({ type }) => type).filter((type) => type.endsWith('-requested'))
      expect(asked.filter((type) => type === 'cancel-requested')).toHaveLength(1)
      expect(asked.indexOf('cancel-requested')).toBe(asked.length - 1)
    }
  })
})
