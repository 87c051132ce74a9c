import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { type EnvironmentSettings, openKeepRules } from '../retention/keep-rules.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld } from '../testing/world.ts'
import { createCapture } from './capture.ts'

const password = 'hunter2-canary'
const email = 'ada@canary.example'
const start = { data: { body: { password, email, id: 42 } } }

async function open(key: string, limits: string, environment: EnvironmentSettings = {}) {
  const disk = createMemoryStore()
  const capture = createCapture({ key: Buffer.alloc(32, 7), rules: await openKeepRules(disk.settings, environment) })
  const world = await openWorld(createEmbeddedDriver, { disk, ports: { capture } })
  await world.publish(`id: keyed
settings: { redact: { paths: [trigger.body.password], patterns: [email] }, ${limits.replace('KEY', `key: "{{ ${key} }}"`)} }
nodes: { wait: { type: listen, with: { name: go } } }`)
  return world
}

test.each([
  ['concurrency: { limit: 1, KEY }', 'queued'],
  ['concurrency: { limit: 1, onLimit: drop, KEY }', 'canceled'],
  ['rateLimit: { limit: 1, per: 1h, onLimit: queue, KEY }', 'queued'],
  ['debounce: { delay: 1h, KEY }', 'canceled'],
])('%s: no row, reason or message tells a hidden key, and the limit holds', async (limits, status) => {
  for (const key of ['trigger.body.email', 'trigger.body.password', "'for ' + trigger.body.email"]) {
    const world = await open(key, limits)
    const messages: unknown[] = []
    world.driver.subscribe((message) => messages.push(message))
    await world.start('keyed', { executionId: 'a', ...start })
    await world.start('keyed', { executionId: 'b', ...start })
    await settle()
    const rows = await Promise.all(['a', 'b'].map((id) => world.disk.executions.get(account, id)))
    expect(rows.map((row) => row?.status)).toContain(status)
    const told = JSON.stringify([rows, await world.log('a'), await world.log('b'), messages, world.trouble.map(String)])
    for (const canary of [password, email]) expect(told).not.toContain(canary)
  }
})

test.each([
  [{}, 'id', 'id=42'],
  [{}, 'email', 'email=••••••'],
  [{ 'capture.inputs': 'none' }, 'id', 'id=••••••'],
] as const)('under %j the key %s is told as %s', async (environment, name, told) => {
  const world = await open(`trigger.body.${name}`, 'concurrency: { limit: 1, KEY }', environment)
  await world.start('keyed', { executionId: 'a', ...start })
  expect((await world.disk.executions.get(account, 'a'))?.admission?.key).toBe(told)
})

test('a refusal names no hidden key either', async () => {
  const world = await open('trigger.body.email', 'rateLimit: { limit: 1, per: 1h, onLimit: reject, KEY }')
  await world.start('keyed', start)
  await expect(world.start('keyed', start)).rejects.toThrow('for key email=••••••:')
})
