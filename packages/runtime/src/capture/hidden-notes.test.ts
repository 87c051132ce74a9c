import { readHistory } from '@millrace/engine'
import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { openKeepRules } from '../retention/keep-rules.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld, type WorldParts } from '../testing/world.ts'
import { createCapture } from './capture.ts'

const canary = 'ada@canary.example'
const note = { by: canary, reason: `asked for by ${canary}` }

async function open(parts: WorldParts = {}) {
  const disk = parts.disk ?? createMemoryStore()
  const capture = createCapture({ key: Buffer.alloc(32, 7), rules: await openKeepRules(disk.settings) })
  const world = await openWorld(createEmbeddedDriver, { ...parts, disk, ports: { capture } })
  const messages: unknown[] = []
  world.driver.subscribe((message) => messages.push(message))
  return { ...world, messages }
}

const source = `id: w
settings: { redact: { patterns: [email] } }
nodes:
  first: { type: listen, with: { name: go }, next: second }
  second: { type: listen, with: { name: on } }`

test.each(['with', 'without'])('who pauses, resumes, answers and cancels is masked like all else, %s a crash between', async (crashes) => {
  let world = await open()
  const messages: unknown[] = []
  await world.publish(source)
  await world.start('w', { executionId: 'e' })
  const again = async () => {
    await settle()
    messages.push(...world.messages)
    if (crashes === 'without') return
    world.store.sever()
    world = await open({ disk: world.disk, clock: world.clock, nodes: world.nodes })
    await world.driver.resume()
  }
  expect(await world.driver.pause(account, 'e', note)).toBe('paused')
  await again()
  expect(await world.driver.unpause(account, 'e', note)).toBe('resumed')
  await again()
  expect(await world.driver.signal({ to: { account, executionId: 'e', step: 'first' }, data: 1, by: canary })).toBe('received')
  await again()
  expect(await world.driver.cancel(account, 'e', note)).toBe('canceling')
  await settle()
  const [row, log] = [await world.disk.executions.get(account, 'e'), await world.log('e')]
  const history = readHistory(await world.plan('w'), log)
  expect(JSON.stringify([row, log, history, messages, world.messages, world.trouble.map(String)])).not.toContain(canary)
  expect(row).toMatchObject({ status: 'canceled', error: { message: expect.stringContaining('asked for by ••••••') } })
  expect(history).toMatchObject({ status: 'canceled', controls: [{ by: '••••••' }, {}, { reason: 'asked for by ••••••' }] })
  expect(history.steps.map(({ step, status }) => [step, status])).toEqual([
    ['first', 'success'],
    ['second', 'canceled'],
  ])
})
