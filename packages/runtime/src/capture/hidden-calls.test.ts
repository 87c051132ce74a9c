import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { openKeepRules } from '../retention/keep-rules.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld, type World, type WorldParts } from '../testing/world.ts'
import { createCapture } from './capture.ts'
import { hiddenPlaces } from './hidden-places.ts'

const password = 'hunter2-canary'
const email = 'ada@canary.example'

async function open(parts: WorldParts = {}) {
  const disk = parts.disk ?? createMemoryStore()
  const capture = createCapture({ key: Buffer.alloc(32, 7), rules: await openKeepRules(disk.settings) })
  return openWorld(createEmbeddedDriver, { ...parts, disk, ports: { capture } })
}

const call = (workflow: string, values: string) => `c: { type: call, with: { workflow: ${workflow}, inputs: { user: ${values}, n: 7 } } }`
const inputs = 'inputs: { user: { type: object }, n: { type: number } }'
const sources = [
  `id: top
settings: { redact: { paths: [trigger.password], patterns: [email] } }
nodes: { ${call('middle', '{ pass: "{{ trigger.password }}", mail: "{{ trigger.email }}" }')} }`,
  `id: middle
${inputs}
nodes: { ${call('bottom', '{ p: "pw={{ inputs.user.pass }}", m: "{{ inputs.user.mail }}" }')} }`,
  `id: bottom
${inputs}
nodes:
  s: { type: sleep, with: { ms: 60000 }, next: t }
  t: { type: set, with: { values: { text: "{{ inputs.user.p + ' ' + inputs.user.m }}", n: "{{ inputs.n }}" } } }`,
]

async function logsOf(world: World, id: string): Promise<readonly unknown[]> {
  const { items } = await world.disk.executions.list(account, { parentId: id }, { limit: 9 })
  const below = await Promise.all(items.map((item) => logsOf(world, item.id)))
  return [await world.disk.executions.get(account, id), await world.log(id), ...below]
}

test.each(['with', 'without'])('a called execution hides what its caller hides, at any depth, %s a crash between', async (crashes) => {
  let world = await open()
  for (const source of sources) await world.publish(source)
  await world.start('top', { executionId: 'e', data: { password, email } })
  await settle()
  const before = await logsOf(world, 'e')
  if (crashes === 'with') {
    world.store.sever()
    world = await open({ disk: world.disk, clock: world.clock, nodes: world.nodes })
    await world.driver.resume()
  }
  await world.clock.advance(61_000)
  const after = await logsOf(world, 'e')
  const told = JSON.stringify([before, after])
  for (const canary of [password, email]) expect(told).not.toContain(canary)
  expect(after).toMatchObject([{ status: 'success' }, {}, [{ status: 'success' }, {}, [{ status: 'success' }, {}]]])
  expect(told).toContain('"n":7')
})

test('tells where values are hidden, and of very many only in which inputs', () => {
  expect(hiddenPlaces({ a: 'x', b: [1, { c: 'y' }] }, { a: 'x', b: [1, { c: '•' }] })).toEqual([['b', '1', 'c']])
  expect(hiddenPlaces({ a: { 'ada@x': 1 }, b: 2 }, { a: { '•': 1 }, b: 2 })).toEqual([['a']])
  const many = Array.from({ length: 200 }, (_, index) => `${index}`)
  expect(hiddenPlaces({ a: many, b: 'z' }, { a: many.map(() => '•'), b: 'z' })).toEqual([['a']])
})
