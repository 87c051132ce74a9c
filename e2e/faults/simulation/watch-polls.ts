import type { World } from './run-seed.ts'

/** A look that has failed waits for up to a quarter of an hour, and a clock that was set is noticed after half an hour. */
const patienceMs = 3 * 3_600_000

/** Looks, when nobody disturbs anything any more, whether everything that lies on the shelf begins something. */
export async function watchPolls(world: World): Promise<void> {
  const { loop, workflows, shelf, fault } = world
  for (const { id, trigger } of workflows) {
    if (trigger?.type !== 'glance') continue
    const items = shelf()
    const missing = () => items.filter((item) => !begunFor(world, id).has(item))
    await loop.runUntil(() => missing().length === 0, loop.now() + patienceMs)
    for (const item of missing()) fault(`Nothing was begun for item ${item} of the shelf.`)
  }
}

/** By item, what was begun for it. */
function begunFor({ witness }: Pick<World, 'witness'>, workflowId: string): ReadonlyMap<unknown, readonly string[]> {
  const begun = new Map<unknown, string[]>()
  for (const { summary, state } of witness.all()) {
    if (summary.workflowId !== workflowId || summary.replayOf !== undefined) continue
    const { item } = state.trigger
    begun.set(item, [...(begun.get(item) ?? []), summary.id])
  }
  return begun
}

/** In the end: nothing was begun twice. */
export function faultsOfPolls(world: World): void {
  for (const { id, trigger } of world.workflows) {
    if (trigger?.type !== 'glance') continue
    for (const [item, ids] of begunFor(world, id))
      if (ids.length > 1) world.fault(`For item ${item} of the shelf ${ids.join()} were begun.`)
  }
}
