import { expect, test } from 'vitest'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld } from '../testing/world.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

const open = (parts = {}) => openWorld(createEmbeddedDriver, parts)

/** A caller of one execution for each length of sleep, all at once, on a disk that counts how often the caller's log is read. */
async function openCalling(...sleepMs: readonly number[]) {
  const first = await open()
  await first.publish(
    'id: fan\nnodes:\n  each: { type: for-each, with: { items: "{{ trigger.items }}", concurrency: 1000 }, nodes: { c: { type: call, with: { workflow: callee, inputs: { ms: "{{ item }}" } } } } }',
  )
  await first.publish('id: callee\ninputs: { ms: { type: number } }\nnodes:\n  s: { type: sleep, with: { ms: "{{ inputs.ms }}" } }')
  let reads = 0
  const executions = {
    ...first.disk.executions,
    log(...[owner, id]: Parameters<typeof first.disk.executions.log>) {
      if (id === 'e') reads++
      return first.disk.executions.log(owner, id)
    },
  }
  const world = await open({ ...first, disk: { ...first.disk, executions } })
  const { finished } = await world.start('fan', { executionId: 'e', data: { items: [...sleepMs] } })
  await settle()
  const status = async () => (await world.disk.executions.get(account, 'e'))?.status
  return { world, finished, status, reads: () => reads }
}

test('a thousand at once are each waited for', async () => {
  const world = await open()
  await world.publish(
    'id: fan\nnodes:\n  each: { type: for-each, with: { items: "{{ trigger.items }}", concurrency: 1000 }, nodes: { c: { type: call, with: { workflow: callee, inputs: { n: "{{ item }}" } } } } }',
  )
  await world.publish(
    'id: callee\ninputs: { n: { type: number } }\nnodes:\n  s: { type: sleep, with: { ms: "{{ 20000 + inputs.n * 100 }}" }, next: t }\n  t: { type: set, with: { values: "{{ inputs.n }}" } }',
  )
  const items = Array.from({ length: 1000 }, (_, index) => index)
  const { finished } = await world.start('fan', { data: { items } })
  await settle()
  for (let step = 0; step < 140; step++) await world.clock.advance(1000)
  expect((await finished).result).toEqual(items)
})

test('a caller that has heard of one end stays awake for the next ones, as long as they come', async () => {
  const lengths = Array.from({ length: 20 }, (_, index) => 20_000 + index * 4000)
  const { world, finished, status, reads } = await openCalling(...lengths)
  expect([await status(), reads()]).toEqual(['waiting', 0])
  await world.clock.advance(60_000)
  expect([await status(), reads()]).toEqual(['running', 1])
  await world.clock.advance(60_000)
  expect([(await finished).status, reads()]).toEqual(['success', 1])
})

test('a caller that hears of no end for a while sleeps, and so does one that waits for no other', async () => {
  const { world, finished, status, reads } = await openCalling(20_000, 60_000)
  await world.clock.advance(24_000)
  expect([await status(), reads()]).toEqual(['running', 1])
  await world.clock.advance(6000)
  expect([await status(), reads()]).toEqual(['waiting', 1])
  await world.clock.advance(40_000)
  expect([(await finished).status, reads()]).toEqual(['success', 2])
  await world.publish(
    'id: one\nnodes:\n  c: { type: call, with: { workflow: callee, inputs: { ms: 20000 } }, next: s }\n  s: { type: sleep, with: { ms: 86400000 } }',
  )
  await world.start('one', { executionId: 'o' })
  await settle()
  await world.clock.advance(20_500)
  expect(await world.disk.executions.get(account, 'o')).toMatchObject({ status: 'waiting', dueAt: expect.any(Number) })
})
