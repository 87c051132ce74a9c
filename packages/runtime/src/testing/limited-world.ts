import type { JsonObject } from '@millrace/engine'
import { settle } from './simulated-clock.ts'
import { account, type CreateDriver, openWorld, type World } from './world.ts'

/** One step, which tells the outside the name of the start. */
export const limited = (settings: string, id = 'limited') => `id: ${id}
settings: { ${settings} }
nodes: { work: { type: effect, with: { name: "{{ trigger.n }}" } } }`

export async function opened(create: CreateDriver, ...sources: readonly string[]): Promise<World> {
  const world = await openWorld(create)
  for (const source of sources) await world.publish(source)
  return world
}

/** Starts one execution for each name, whose step stays in flight until it is released. */
export async function begin(world: World, all: readonly string[], data: JsonObject = {}, more: { priority?: number } = {}): Promise<void> {
  for (const n of all) {
    world.nodes.hold(n)
    await world.start('limited', { executionId: n, data: { n, ...data }, ...more })
  }
  await settle()
}

export async function end(world: World, ...all: readonly string[]): Promise<void> {
  for (const n of all) {
    world.nodes.release(n)
    await settle()
  }
}

export const rowOf = (world: World, id: string) => world.disk.executions.get(account, id)
export const statuses = (world: World, ...ids: readonly string[]) => Promise.all(ids.map(async (id) => (await rowOf(world, id))?.status))
