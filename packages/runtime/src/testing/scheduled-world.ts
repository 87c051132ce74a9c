import { createMemoryStore, type Store } from '@millrace/store'
import { createEmbeddedDriver } from '../embedded/embedded-driver.ts'
import { createSchedules } from '../schedules/create-schedules.ts'
import { createWorkflows } from '../workflow-registry.ts'
import { createSimulatedClock, settle } from './simulated-clock.ts'
import { createTestNodes } from './test-nodes.ts'
import { account, openWorld, type WorldParts } from './world.ts'

export const hour = 3_600_000
export const start = Date.UTC(2027, 0, 1)
/** Of the schedule in `clockWorkflow`. */
export const key = { account, workflowId: 'w', triggerId: 'tick' }

export function clockWorkflow(params: object = {}, rest = ''): string {
  return `id: w\ntriggers: { tick: { type: clock, with: ${JSON.stringify({ everyMs: hour, ...params })}${rest} } }\nnodes:\n  a: { type: effect, with: { name: a } }`
}

/** A world whose schedules fire; `again` is the next process on what this one leaves. */
export async function openScheduled(source: string | undefined, parts: WorldParts = {}) {
  const { disk = createMemoryStore(), clock = createSimulatedClock(start), nodes = createTestNodes() } = parts
  const world = await openWorld(createEmbeddedDriver, { disk, clock, nodes })
  const { driver, store } = world
  await driver.resume()
  const trouble: unknown[] = []
  const workflows = createWorkflows({ store, catalog: nodes.registry, clock, onTrouble: (error) => trouble.push(error) })
  const schedules = createSchedules({
    store,
    workflows,
    driver,
    clock,
    accounts: [account],
    triggerType: nodes.registry.triggerType,
    newId: () => 'by-hand',
    onTrouble: (error) => trouble.push(error),
  })
  const publish = async (text: string) => {
    await workflows.publish(account, text)
    await settle()
  }
  if (source !== undefined) await publish(source)
  await schedules.open()
  await settle()
  return {
    ...world,
    schedules,
    publish,
    trouble,
    row: async () => disk.schedules.get(key),
    /** The process ends without a word, and another one begins after so long. */
    async again(afterMs = 0) {
      store.sever()
      await clock.advance(afterMs)
      return openScheduled(undefined, { disk, clock, nodes })
    },
  }
}

/** The times for which executions were started, in hours after the beginning. */
export async function firedAt(store: Store): Promise<readonly number[]> {
  const { items } = await store.executions.list(account, {}, { limit: 2000 })
  const logs = await Promise.all(items.map(({ id }) => store.executions.log(account, id)))
  const times = logs.flatMap(([event]) => (event?.type === 'execution-started' ? [Date.parse(String(event.trigger.data.scheduledAt))] : []))
  return times.map((at) => (at - start) / hour).sort((a, b) => a - b)
}
