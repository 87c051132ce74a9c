import { existsSync } from 'node:fs'
import { done } from '@millrace/kit'
import { createMemoryStore } from '@millrace/store'
import { expect, onTestFinished, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { createEventBus } from '../events/event-bus.ts'
import { createGuardedFetch } from '../fetch/guarded-fetch.ts'
import { createTables } from '../tables/tables.ts'
import { createSimulatedClock, settle } from '../testing/simulated-clock.ts'
import { account, openWorld } from '../testing/world.ts'
import { createConnectionVault } from './connection-vault.ts'
import { createHost } from './create-host.ts'
import type { Sandbox } from './host-guest.ts'
import { connectionType } from './testing/connection-types.ts'
import { stepPlace } from './testing/step-place.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

async function opened(run: Sandbox['run'] = async () => ({ output: 1, logs: [] })) {
  const store = createMemoryStore()
  const clock = createSimulatedClock()
  const fetch = createGuardedFetch({ allow: [] })
  const events: string[] = []
  const key = async () => Buffer.alloc(32, 1)
  const host = await createHost({
    store,
    connections: createConnectionVault({ store: store.connections, environment: {}, connectionType, key, now: clock.now }),
    tables: createTables({ store, clock, onTrouble: (error) => events.push(String(error)) }),
    fetch,
    events: createEventBus({ store, clock, maxDepth: 25 }),
    directory: temporaryDirectory(),
    diskFolders: {},
    largestFileBytes: 1_000,
    async sandbox() {
      events.push('sandbox started')
      return { run, close: async () => void events.push('sandbox closed') }
    },
    clock,
    onTrouble: (error) => events.push(String(error)),
  })
  onTestFinished(async () => {
    await host.close()
    await fetch.close()
  })
  return { store, clock, host, events }
}

const code = { code: 'return 1', input: null, timeoutMs: 1, memoryMb: 8 }

test('the sandbox is started by the first step that runs code, once, and ended at the end', async () => {
  const { host, events } = await opened()
  const { guest, files } = host.hostOf(stepPlace())
  await files.write(Buffer.from('no code yet'))
  expect(events).toEqual([])
  await Promise.all([guest.run(code), host.hostOf(stepPlace()).guest.run(code)])
  await host.close()
  expect(events).toEqual(['sandbox started', 'sandbox closed'])
})

test('at the end what is still open is closed', async () => {
  const { host, events } = await opened()
  await host.hostOf(stepPlace()).clients.share('db', async () => ({ client: 1, close: async () => void events.push('client closed') }))
  await host.close()
  expect(events).toEqual(['client closed'])
})

test('files and folders lie in the directory, sockets pass the same policy as requests', async () => {
  const { host } = await opened()
  const { files, folder, resolveHost } = host.hostOf(stepPlace())
  const { fileId } = await files.write(Buffer.from('hello'))
  expect(await new Response(await host.files.read('default', fileId)).text()).toBe('hello')
  expect(existsSync(await folder('sqlite'))).toBe(true)
  await expect(resolveHost('127.0.0.1', 80)).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
})

test('a client that a step asked for is idle once the step has ended, well or not', async () => {
  const { host, clock, events } = await opened()
  const world = await openWorld(createEmbeddedDriver, { clock, ports: { host: host.hostOf } })
  await world.publish(
    'id: w\nnodes:\n  good: { type: act, with: { name: good } }\n  bad: { type: act, with: { name: bad }, onError: continue }',
  )
  for (const name of ['good', 'bad']) {
    world.nodes.act(name, async ({ clients }) => {
      await clients.share(name, async () => ({ client: 1, close: async () => void events.push(`${name} closed`) }))
      if (name === 'bad') throw new Error('as told')
      return done(null)
    })
  }
  await world.start('w', { executionId: 'e' })
  await settle()
  expect(await world.disk.executions.get(account, 'e')).toMatchObject({ finishedAt: expect.any(Number) })
  expect(events).toEqual([])
  await clock.advance(5 * 60_000)
  expect(events.toSorted()).toEqual(['bad closed', 'good closed'])
})
