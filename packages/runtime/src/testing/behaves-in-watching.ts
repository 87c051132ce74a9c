import { describe, expect, test } from 'vitest'
import type { LiveMessage } from '../driver.ts'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, chain, openWorld } from './world.ts'

/** Whoever watches sees what is on disk, and a driver that closes loses nothing. */
export function behavesInWatching(name: string, create: CreateDriver): void {
  describe(`${name}: live messages`, () => {
    test('come in the order of the log, once it is on disk, and can be had again', async () => {
      const world = await openWorld(create)
      await world.publish(chain(2))
      const heard: LiveMessage[] = []
      const stop = world.driver.subscribe((message) => heard.push(message))
      await (await world.start('chain')).finished
      stop()
      await (await world.start('chain')).finished
      const changes = heard.flatMap((message) => message.changes.map((change) => `${change.step} ${change.status}`))
      expect(changes).toEqual(['s0 running', 's0 success', 's1 running', 's1 success'])
      expect(heard.at(-1)).toMatchObject({ status: 'success', result: 's1' })
      const positions = heard.map((message) => message.position)
      expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b))
      const missed = await world.driver.missed(account, 0, 100)
      expect(missed.slice(0, heard.length)).toEqual(heard)
      expect(await world.driver.missed(account, positions[0] ?? 0, 1)).toEqual(heard.slice(1, 2))
      expect(await world.driver.missed('other', 0, 100)).toEqual([])
    })
  })

  describe(`${name}: closing`, () => {
    test('takes no more work, and what was running goes on with the next driver', async () => {
      const world = await openWorld(create)
      await world.publish(chain(2))
      world.nodes.hold('s0')
      const { executionId } = await world.start('chain')
      await settle()
      await world.driver.close()
      await expect(world.start('chain')).rejects.toMatchObject({ code: 'CLOSED' })
      const next = await world.crash()
      next.nodes.release('s0')
      await settle()
      expect(await next.store.executions.get(account, executionId)).toMatchObject({ status: 'success' })
    })
  })
}
