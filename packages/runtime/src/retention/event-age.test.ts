import { createMemoryStore } from '@millrace/store'
import { expect, onTestFinished, test } from 'vitest'
import { openFileVault } from '../host/file-vault.ts'
import { temporaryDirectory } from '../host/testing/temporary-directory.ts'
import { createSimulatedClock } from '../testing/simulated-clock.ts'
import { createTestNodes } from '../testing/test-nodes.ts'
import { account } from '../testing/world.ts'
import { createWorkflows } from '../workflow-registry.ts'
import { openKeepRules } from './keep-rules.ts'
import { createRetention } from './retention.ts'

const day = 24 * 60 * 60_000

async function opened(setting: Readonly<Record<string, string>> = {}) {
  const store = createMemoryStore()
  const clock = createSimulatedClock(0)
  const retention = createRetention({
    store,
    files: await openFileVault({ store: store.files, directory: temporaryDirectory(), largestBytes: 1_000, now: clock.now }),
    workflows: createWorkflows({ store, catalog: createTestNodes().registry, clock }),
    rules: await openKeepRules(store.settings, setting),
    clock,
    accounts: [account],
    onTrouble(error) {
      throw error
    },
  })
  onTestFinished(() => retention.close())
  const { events } = store
  async function append(...ids: readonly string[]): Promise<number> {
    const places = await events.append(ids.map((id) => ({ account, id, name: 'n', data: null, at: clock.now(), source: {}, depth: 1 })))
    return places.at(-1)?.position ?? 0
  }
  const ids = async () => (await events.list(account, {}, { limit: 9 })).items.map(({ id }) => id)
  return { clock, retention, append, ids, deliver: (position: number) => events.delivered(position, []) }
}

test('delivered events go after seven days, others stay', async () => {
  const { clock, retention, append, ids, deliver } = await opened()
  await deliver(await append('a'))
  await append('b')
  await clock.advance(6.9 * day)
  expect(await retention.run('now')).toMatchObject({ events: 0 })
  expect(await ids()).toEqual(['b', 'a'])
  await clock.advance(0.2 * day)
  expect(await retention.run('dry-run')).toMatchObject({ events: 0 })
  expect(await ids()).toEqual(['b', 'a'])
  expect(await retention.run('now')).toMatchObject({ events: 1 })
  expect(await ids()).toEqual(['b'])
})

test('as long as somebody says, or for ever', async () => {
  for (const [age, left] of [
    ['1h', []],
    ['none', ['a']],
  ] as const) {
    const { clock, retention, append, ids, deliver } = await opened({ 'events.age': age })
    await deliver(await append('a'))
    await clock.advance(30 * day)
    await retention.run('by-itself')
    expect(await ids()).toEqual(left)
  }
})

test('more than one transaction takes go too', async () => {
  const { clock, retention, append, ids, deliver } = await opened()
  await deliver(await append(...Array.from({ length: 2_500 }, (_, index) => `e${index}`)))
  await clock.advance(8 * day)
  expect(await retention.run('now')).toMatchObject({ events: 2_500 })
  expect(await ids()).toEqual([])
})
