import type { Json } from '@millrace/engine'
import { again, done, FatalError, type NodeContext, type NodeResult } from '@millrace/kit'
import { createMemoryHost } from '@millrace/kit/testing'
import { createMemoryStore } from '@millrace/store'
import { describe, expect, test } from 'vitest'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { createGuardedFetch } from '../fetch/guarded-fetch.ts'
import type { StepPlace } from '../ports.ts'
import { settle } from '../testing/simulated-clock.ts'
import { account, openWorld } from '../testing/world.ts'
import { createConnectionVault } from './connection-vault.ts'
import { createHostConnections } from './host-connections.ts'
import { allTypes, connectionType } from './testing/connection-types.ts'
import { createTokenCaches } from './token-caches.ts'

const password = 'canary-7f3a9b'

/** All that the step leaves in the store, after its node did this with the connection. */
async function traceOf(act: (context: NodeContext<unknown>, secret: string) => NodeResult | Promise<NodeResult>): Promise<string> {
  const disk = createMemoryStore()
  const vault = createConnectionVault({
    store: disk.connections,
    environment: {},
    connectionType,
    key: async () => Buffer.alloc(32, 1),
    now: () => 0,
  })
  await vault.set(account, { name: 'db', type: 'test.database', values: { host: 'db', password } })
  const guarded = createGuardedFetch({ allow: [] })
  const host = (place: StepPlace) => {
    const anyConnection = { ...place, nodeType: { ...place.nodeType, connections: allTypes } }
    const connections = createHostConnections({ vault, guarded, cacheOf: createTokenCaches(), now: () => 0 }, anyConnection)
    return createMemoryHost(() => 0, { connections })
  }
  const world = await openWorld(createEmbeddedDriver, { disk, ports: { host } })
  await world.publish('id: w\nnodes:\n  a: { type: act, with: { name: a } }')
  world.nodes.act('a', async (context) => {
    const { values } = await context.connections.open('db')
    return act(context, String(values.password))
  })
  await world.start('w', { executionId: 'e' })
  await settle()
  await guarded.close()
  return JSON.stringify([await world.log('e'), await disk.executions.get(account, 'e')])
}

describe('the secret of a connection does not reach the store', () => {
  const spelled = (secret: string): Json => [
    secret,
    `Basic ${btoa(`ada:${secret}`)}`,
    { [secret]: encodeURIComponent(secret) },
    `"${secret}"`,
  ]

  test.each<[string, Parameters<typeof traceOf>[0]]>([
    ['in an output', (_, secret) => done(spelled(secret))],
    ['in an error', (_, secret) => Promise.reject(new FatalError(`login with ${secret} failed`, { details: spelled(secret) }))],
    ['in what it leaves for its next run', (_, secret) => again(9e12, spelled(secret))],
    [
      'in what was logged',
      (context, secret) => {
        context.log('info', `using ${secret}`, spelled(secret))
        return done('logged')
      },
    ],
  ])('%s', async (_, act) => {
    const trace = await traceOf(act)
    expect(trace).toMatch(/••••••/)
    for (const spelling of [password, btoa(password).replace(/=+$/, ''), btoa(`ada:${password}`)]) expect(trace).not.toContain(spelling)
  })
})
