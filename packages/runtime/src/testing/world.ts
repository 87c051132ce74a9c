import type { ExecutionEvent, JsonObject, Plan } from '@millrace/engine'
import { createMemoryHost } from '@millrace/kit/testing'
import { createMemoryStore, type Store } from '@millrace/store'
import type { Driver, StartedExecution } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import { createWaitingAddresses } from '../waiting/waiting-addresses.ts'
import { createWorkflows } from '../workflow-registry.ts'
import { type SeverableStore, severable } from './severable-store.ts'
import { createSimulatedClock, type SimulatedClock, settle } from './simulated-clock.ts'
import { createTestNodes, type TestNodes } from './test-nodes.ts'

export type CreateDriver = (ports: RuntimePorts) => Promise<Driver>

/** What a case works with: a driver on a store that outlives it. */
export interface World {
  readonly driver: Driver
  /** What outlives a crash. */
  readonly disk: Store
  readonly store: SeverableStore
  readonly clock: SimulatedClock
  readonly nodes: TestNodes
  readonly fatal: unknown[]
  readonly trouble: unknown[]
  publish(source: string): Promise<void>
  /** The plan of the newest version. */
  plan(workflowId: string): Promise<Plan>
  start(
    workflowId: string,
    more?: { executionId?: string; data?: JsonObject; inputs?: JsonObject; priority?: number },
  ): Promise<StartedExecution>
  log(executionId: string): Promise<readonly ExecutionEvent[]>
  /** Kills the driver as if its process died, and starts another one on the same store. */
  crash(): Promise<World>
}

/** What a world may be built on; what is left out is made anew. */
export interface WorldParts {
  readonly disk?: Store
  readonly clock?: SimulatedClock
  readonly nodes?: TestNodes
  /** Takes the place of single ports, for the cases that look at one of them. */
  readonly ports?: Partial<RuntimePorts>
}

export const account = 'default'

export async function openWorld(create: CreateDriver, parts: WorldParts = {}): Promise<World> {
  const { disk = createMemoryStore(), clock = createSimulatedClock(), nodes = createTestNodes(), ports } = parts
  const store = severable(disk)
  const fatal: unknown[] = []
  const trouble: unknown[] = []
  const workflows = createWorkflows({ store, catalog: nodes.registry, clock })
  let ids = 0
  const driver = await create({
    store,
    workflows,
    clock,
    nodeType: nodes.registry.nodeType,
    random: () => 0.5,
    secrets: { get: (_account, secret) => Promise.resolve(secret === 'TOKEN' ? 'a-very-secret-value' : undefined) },
    fetch: () => Promise.reject(new Error('These tests have no network.')),
    host: () => createMemoryHost(clock.now),
    addresses: createWaitingAddresses({ key: Buffer.alloc(32, 1), publicUrl: 'http://localhost:8577' }),
    environment: { vars: { region: 'north' }, env: {} },
    newId: () => `${clock.now().toString(36)}-${nodes.effects.length}-${++ids}`,
    onTrouble: (error) => trouble.push(error),
    onFatal: (error) => fatal.push(error),
    ...ports,
  })
  return {
    driver,
    disk,
    store,
    clock,
    nodes,
    fatal,
    trouble,
    async publish(source) {
      const outcome = await workflows.publish(account, source)
      if (outcome.status === 'rejected') throw new Error(outcome.problems.map((problem) => problem.message).join('\n'))
    },
    async plan(workflowId) {
      const published = await createWorkflows({ store: disk, catalog: nodes.registry, clock }).get(account, workflowId)
      if (published === undefined) throw new Error(`There is no workflow ${workflowId}.`)
      return published.plan
    },
    start: (workflowId, { data = {}, ...more } = {}) =>
      driver.start({ account, workflowId, trigger: { id: 'manual', type: 'manual', data }, ...more }),
    log: (executionId) => disk.executions.log(account, executionId),
    async crash() {
      store.sever()
      const next = await openWorld(create, { disk, clock, nodes })
      await next.driver.resume()
      await settle()
      return next
    },
  }
}

/** A workflow of so many external steps, `s0`, `s1` …, one after the other. */
export function chain(count: number, id = 'chain'): string {
  const step = (i: number) => `  s${i}: { type: effect, with: { name: s${i} }${i + 1 < count ? `, next: s${i + 1}` : ''} }`
  return [`id: ${id}`, 'nodes:', ...Array.from({ length: count }, (_, i) => step(i))].join('\n')
}

/** What the outside has seen, in order. */
export function names(world: World): readonly string[] {
  return world.nodes.effects.map((effect) => effect.name)
}
