import { expect, test } from 'vitest'
import type { LiveMessage } from './driver.ts'
import { createEmbeddedDriver } from './embedded/embedded-driver.ts'
import { settle } from './testing/simulated-clock.ts'
import { account, chain, openWorld } from './testing/world.ts'

/** Runs what is told and gives what was heard live, and what whoever was away gets. */
async function heardAndMissed(source: string, waitMs = 0) {
  const world = await openWorld(createEmbeddedDriver)
  await world.publish(source)
  const heard: LiveMessage[] = []
  world.driver.subscribe((message) => heard.push(message))
  await world.start('chain', { executionId: 'e' })
  await settle()
  if (waitMs > 0) await world.clock.advance(waitMs)
  return { world, heard, missed: await world.driver.missed(account, 0, 100) }
}

test('whoever was away gets what was told, word for word', async () => {
  const { heard, missed } = await heardAndMissed(chain(4))
  expect(missed).toEqual(heard)
})

test('a message from before a sleep does not say how the execution ended', async () => {
  const nap = 'id: chain\nnodes:\n  s: { type: sleep, with: { ms: 60000 }, timeout: 2h, next: t }\n  t: { type: effect, with: { name: t } }'
  const { heard, missed } = await heardAndMissed(nap, 60_000)
  expect(missed.map(({ status }) => status)).toEqual(heard.map(({ status }) => status))
  expect(missed).toEqual(heard)
})

test('each part of a long log is told once, in order, whatever page it is on', async () => {
  const { world, missed } = await heardAndMissed(chain(6))
  const pages: LiveMessage[] = []
  for (let position = 0; ; ) {
    const page = await world.driver.missed(account, position, 2)
    pages.push(...page)
    if (page.length === 0) break
    position = page.at(-1)?.position ?? position
  }
  expect(pages).toEqual(missed)
})

test('positions never go back, and no message is without one', async () => {
  const nap = 'id: chain\nnodes:\n  c: { type: call, with: { workflow: callee }, next: d }\n  d: { type: set, with: { values: 1 } }'
  const world = await openWorld(createEmbeddedDriver)
  await world.publish(nap)
  await world.publish('id: callee\nnodes:\n  s: { type: sleep, with: { ms: 60000 } }')
  const heard: LiveMessage[] = []
  world.driver.subscribe((message) => heard.push(message))
  await world.start('chain', { executionId: 'e' })
  await settle()
  await world.clock.advance(60_000)
  const positions = heard.filter(({ executionId }) => executionId === 'e').map(({ position }) => position)
  expect(positions.every((position) => position > 0)).toBe(true)
  expect(positions).toEqual([...positions].sort((a, b) => a - b))
  expect(heard.at(-1)).toMatchObject({ executionId: 'e', status: 'success' })
})

test('an execution that crashed says so at its last message', async () => {
  const { missed } = await heardAndMissed('id: chain\nnodes:\n  s: { type: effect, with: { name: s }, next: t }\n  t: { type: bottomless }')
  expect(missed.at(-1)).toMatchObject({ status: 'crashed', error: { code: 'VALUE_UNWRITABLE' } })
})

test('executions whose workflow is lost are left out, and the others are there', async () => {
  const { world, heard } = await heardAndMissed(chain(2))
  const disk = { ...world.disk, workflows: { ...world.disk.workflows, get: () => Promise.resolve(undefined) } }
  const next = await openWorld(createEmbeddedDriver, { ...world, disk })
  expect(await next.driver.missed(account, 0, 100)).toEqual([])
  expect(await world.driver.missed(account, heard[0]?.position ?? 0, 100)).toEqual(heard.slice(1))
})
