import { join } from 'node:path'
import { createCatalog, defineNode, done, type NodeType } from '@millrace/kit'
import { createMemoryHost } from '@millrace/kit/testing'
import { nodeTypes, triggerTypes } from '@millrace/nodes'
import {
  createDispatcher,
  createEmbeddedDriver,
  createEventBus,
  createListeners,
  createSchedules,
  createWaitingAddresses,
  createWorkflows,
  type Driver,
  defaultMaxDepth,
  type EventBus,
  newExecutionId,
  systemClock,
} from '@millrace/runtime'
import { openSqliteStore } from '@millrace/store-sqlite'
import { z } from 'zod'

/** The driver on the embedded store in this process, without HTTP. */
export interface OpenDriver {
  readonly driver: Driver
  publish(source: string): Promise<void>
  /** Starts it by hand; resolves with when it ended. */
  start(workflowId: string, data?: Parameters<Driver['start']>[0]['trigger']['data']): ReturnType<Driver['start']>
  /** From now on the triggers that go by the clock fire. */
  openSchedules(): Promise<void>
  readonly bus: EventBus
  /** From now on the triggers that hear events fire. */
  openEvents(): Promise<void>
  close(): Promise<void>
}

export interface DriverOptions {
  readonly directory: string
  /** Besides the standard ones. */
  readonly nodes?: readonly NodeType[]
  readonly fetch?: typeof globalThis.fetch
}

export async function openDriver({ directory, nodes = [], fetch = refuse }: DriverOptions): Promise<OpenDriver> {
  const store = openSqliteStore({ directory: join(directory, 'data') })
  const registry = createCatalog([...nodeTypes, ...nodes], triggerTypes)
  const workflows = createWorkflows({ store, catalog: registry, clock: systemClock })
  const onTrouble = console.error
  const bus = createEventBus({ store, clock: systemClock, maxDepth: defaultMaxDepth })
  const listeners = createListeners({ workflows, triggerType: registry.triggerType, environment: { vars: {}, env: {} }, onTrouble })
  const driver = await createEmbeddedDriver({
    store,
    workflows,
    nodeType: registry.nodeType,
    secrets: { get: () => Promise.resolve(undefined) },
    host: () => createMemoryHost(Date.now),
    fetch,
    addresses: createWaitingAddresses({ key: Buffer.alloc(32), publicUrl: 'http://localhost' }),
    environment: { vars: {}, env: {} },
    events: { hears: listeners.hears, nudge: bus.nudge },
    clock: systemClock,
    random: Math.random,
    newId: () => newExecutionId(Date.now()),
    onTrouble: console.error,
    onFatal: console.error,
  })
  const schedules = createSchedules({
    store,
    workflows,
    driver,
    triggerType: registry.triggerType,
    clock: systemClock,
    accounts: ['default'],
    newId: () => newExecutionId(Date.now()),
    onTrouble: console.error,
  })
  const dispatcher = createDispatcher({ store, bus, listeners, driver, clock: systemClock, maxDepth: defaultMaxDepth, onTrouble })
  return {
    driver,
    bus,
    async openEvents() {
      await listeners.open(['default'])
      await dispatcher.open()
    },
    openSchedules: schedules.open,
    async publish(source) {
      const outcome = await workflows.publish('default', source)
      if (outcome.status === 'rejected') throw new Error(outcome.problems.map(({ message }) => message).join('\n'))
    },
    start: (workflowId, data = {}) => driver.start({ account: 'default', workflowId, trigger: { id: 'manual', type: 'manual', data } }),
    async close() {
      await schedules.close()
      await dispatcher.close()
      listeners.close()
      await driver.close()
      await store.close()
    },
  }
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('no network in a bench'))
}

/** A step that has effects, as far as the runtime knows, and costs nothing itself. */
export function costlessNode(type: string, effects: NodeType['effects']): NodeType {
  return defineNode({
    type,
    title: type,
    icon: 'box',
    group: 'logic',
    summary: 'Answers at once.',
    docs: 'Only for benches.',
    params: z.strictObject({ value: z.unknown().optional() }),
    effects,
    examples: [],
    run: () => done({ ok: true }),
  })
}
