import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { openKeepRules } from '../retention/keep-rules.ts'
import { account, openWorld } from '../testing/world.ts'
import { createCapture } from './capture.ts'

const greet = 'nodes: { hello: { type: say, with: { message: "Hello {{ trigger.body.name }}" } } }'

test.each([
  ['as it was said', '', ['Hello ada-lovelace']],
  ['masked', 'settings: { redact: { paths: [trigger.body.name] } }', ['Hello ••••••']],
  ['not at all', 'settings: { capture: { outputs: none } }', []],
])('what a step logs is listed %s, as its workflow says', async (_, settings, expected) => {
  const disk = createMemoryStore()
  const rules = await openKeepRules(disk.settings, {})
  const capture = createCapture({ key: Buffer.alloc(32, 7), rules })
  const world = await openWorld(createEmbeddedDriver, { disk, ports: { capture } })
  await world.publish(`id: greet\n${settings}\n${greet}\n`)
  await (await world.start('greet', { data: { body: { name: 'ada-lovelace' } } })).finished
  const { items } = await disk.logLines.list(account, {}, { limit: 9 })
  expect(items.map(({ message }) => message)).toEqual(expected)
})
