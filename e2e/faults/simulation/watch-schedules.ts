import type { World } from './run-seed.ts'

/** Until the server is back and has taken up what was due. */
const settlingMs = 60_000
/** A clock that was set back by no more than this is waited for. */
const waitedForMs = 3_600_000

/** Looks for some intervals, when nobody disturbs anything any more, whether every time of a schedule fires, and none of them twice. */
export async function watchSchedules(world: World): Promise<void> {
  const { loop, workflows, servers, fault } = world
  for (const { id, trigger } of workflows) {
    if (trigger?.type !== 'tick') continue
    const { everyMs } = trigger
    await loop.runUntil(() => false, loop.now() + settlingMs)
    // The simulated process does so rarely, a real one every ten seconds.
    servers.newest()?.clock.look()
    await loop.runUntil(() => false, loop.now() + settlingMs)
    const row = await rowOf(world, id)
    if (row?.nextAt === undefined) {
      fault(`The schedule of ${id} has no next time.`)
      continue
    }
    if (row.nextAt > world.wallClock.now() + everyMs + waitedForMs) fault(`The schedule of ${id} is silent until ${row.nextAt}.`)
    const from = Math.max(
      world.wallClock.now(),
      row.lastAt !== undefined && row.lastAt <= world.wallClock.now() + waitedForMs ? row.lastAt : 0,
    )
    await loop.runUntil(() => false, loop.now() + 4 * everyMs + settlingMs)
    assertFired(world, id, { from, to: world.wallClock.now() - settlingMs, everyMs })
  }
}

interface Window {
  readonly from: number
  readonly to: number
  readonly everyMs: number
}

function assertFired({ witness, fault }: World, workflowId: string, { from, to, everyMs }: Window): void {
  const fired = new Map<number, string>()
  for (const { summary, state } of witness.all()) {
    if (summary.workflowId !== workflowId || summary.replayOf !== undefined) continue
    const at = Date.parse(String(state.trigger.scheduledAt))
    if (fired.has(at)) fault(`${summary.id} and ${fired.get(at)} were fired for the same time ${at}.`)
    fired.set(at, summary.id)
  }
  for (let at = (Math.floor(from / everyMs) + 1) * everyMs; at <= to; at += everyMs)
    if (!fired.has(at)) fault(`The schedule of ${workflowId} did not fire at ${at}.`)
}

async function rowOf({ store }: World, workflowId: string) {
  const { items } = await store.schedules.list('default', { workflowId }, { limit: 1 })
  return items[0]
}
