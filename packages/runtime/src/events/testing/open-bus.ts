import type { Json } from '@millrace/engine'
import { createMemoryHost } from '@millrace/kit/testing'
import { createMemoryStore } from '@millrace/store'
import { createEmbeddedDriver } from '../../embedded/embedded-driver.ts'
import { createHostEvents } from '../../host/host-events.ts'
import { createPatience } from '../../host/write-patiently.ts'
import { createSimulatedClock, settle } from '../../testing/simulated-clock.ts'
import { createTestNodes } from '../../testing/test-nodes.ts'
import { account, openWorld, type WorldParts } from '../../testing/world.ts'
import { createWorkflows } from '../../workflow-registry.ts'
import { createDispatcher } from '../dispatcher.ts'
import { createEventBus } from '../event-bus.ts'
import { createListeners } from '../listeners.ts'

/** A world with a bus; `again` is the next process on what this one leaves. */
export async function openBus(sources: readonly string[] = [], parts: WorldParts = {}) {
  const { disk = createMemoryStore(), clock = createSimulatedClock(Date.UTC(2027, 0, 1)), nodes = createTestNodes() } = parts
  const maxDepth = 5
  const trouble: unknown[] = []
  const onTrouble = (error: unknown): void => void trouble.push(error)
  const late = {
    get events() {
      return world.store.events
    },
  }
  const bus = createEventBus({ store: late, clock, maxDepth })
  let hears: (account: string, name: string) => boolean = () => false
  const world = await openWorld(createEmbeddedDriver, {
    disk,
    clock,
    nodes,
    ports: {
      onTrouble,
      events: { hears: (of, name) => hears(of, name), nudge: bus.nudge },
      host: (place) => createMemoryHost(clock.now, { events: createHostEvents(bus, place, createPatience(clock, place)) }),
      failureWorkflow: 'rescue',
    },
  })
  const { driver, store } = world
  const workflows = createWorkflows({ store, catalog: nodes.registry, clock })
  const listeners = createListeners({
    workflows,
    triggerType: nodes.registry.triggerType,
    environment: { vars: { limit: 100 }, env: {} },
    onTrouble,
  })
  hears = listeners.hears
  const publish = async (source: string): Promise<void> => {
    const outcome = await workflows.publish(account, source)
    if (outcome.status === 'rejected') throw new Error(outcome.problems.map(({ message }) => message).join('\n'))
  }
  for (const source of sources) await publish(source)
  await listeners.open([account])
  const dispatcher = createDispatcher({ store, bus, listeners, driver, clock, maxDepth, onTrouble })
  await driver.resume()
  await dispatcher.open()
  await settle()
  return {
    ...world,
    bus,
    dispatcher,
    publish,
    trouble,
    async emit(name: string, data: Json = null, more: { id?: string; depth?: number } = {}) {
      const emitted = await bus.emit({ account, name, data, source: {}, depth: 0, ...more })
      await settle()
      return emitted
    },
    /** The process ends without a word, and another one begins. */
    async again() {
      store.sever()
      return openBus([], { disk, clock, nodes })
    },
  }
}
