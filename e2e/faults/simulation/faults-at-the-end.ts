import { isFinal } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import { canonical, expectationOf } from './expectation.ts'
import type { World } from './run-seed.ts'
import type { Seen } from './witness.ts'

/** Looks at all there is when nothing should happen any more: what was acknowledged and has not come to what it must. */
export function faultsAtTheEnd(world: World, end: 'done' | 'idle' | 'late', fault: (text: string) => void): void {
  const { clients, witness, workflows, events } = world
  if (end !== 'done') fault(`Nothing goes on (${end}), and there is work left.`)
  for (const id of clients.acknowledged) if (witness.seen(id) === undefined) fault(`${id} was acknowledged and is not on disk.`)
  for (const id of events.unheard()) fault(`Event ${id} is on disk and has started nothing.`)
  const expected = new Map(workflows.map((workflow) => [workflow.id, expectationOf(workflow)]))
  for (const seen of witness.all()) {
    const { id, status, workflowId } = seen.summary
    const expectation = expected.get(workflowId)
    if (!isFinal(status)) fault(`${id} is ${status} for ever.`)
    else if (seen.state.status !== status) fault(`The row of ${id} says ${status}, its log ${seen.state.status}.`)
    else if (clients.cancelAcknowledged.has(id) && status !== 'canceled')
      fault(`The cancel of ${id} was acknowledged, and it ended as ${status}.`)
    else if (wentOn(world, seen)) fault(`${id} went on although nobody waited for it any more.`)
    else if (status === 'canceled' && (wasCanceled(world, seen) || wasTurnedAway(world, seen))) continue
    else if (expectation !== undefined) assertExpected(world, seen, expectation, fault)
  }
}

/** Whether it went on for long after its caller, which waited for it, was canceled: it should have been told. */
function wentOn({ witness }: World, { summary, state, endedAt = 0 }: Seen): boolean {
  const caller = summary.parent && witness.seen(summary.parent.executionId)
  if (caller?.summary.status !== 'canceled' || caller.endedAt === undefined || state.trigger.awaited === false) return false
  return summary.status !== 'canceled' && endedAt > caller.endedAt + longestDeafnessMs
}

/** Until a process is started again, or its disk answers. */
const longestDeafnessMs = 300_000

/** It, or one of those that called it. */
function wasCanceled(world: World, seen: Seen): boolean {
  if (world.clients.cancelAsked.has(seen.summary.id)) return true
  const caller = seen.summary.parent && world.witness.seen(seen.summary.parent.executionId)
  return caller !== undefined && (wasCanceled(world, caller) || wasTurnedAway(world, caller))
}

/** There was no room for it, or a later one has taken its place: never the newest's. */
function wasTurnedAway({ witness, workflows, outside }: World, { summary, endedAt }: Seen): boolean {
  const { limits } = workflows.find(({ id }) => id === summary.workflowId) ?? {}
  if (limits?.concurrency?.onLimit === 'drop' || limits?.rateLimit?.onLimit === 'drop')
    return summary.error?.code === 'DROPPED' && outside.effectsOf(summary.id).length === 0
  if (limits?.debounce === undefined && limits?.concurrency?.onLimit !== 'cancel-running') return false
  return (
    endedAt !== undefined &&
    [...witness.all()].some((other) => other.summary.workflowId === summary.workflowId && isAfter(other.summary, summary))
  )
}

function isAfter({ admission: one }: ExecutionSummary, { admission: other }: ExecutionSummary): boolean {
  return one !== undefined && other !== undefined && one.queuedAt > other.queuedAt
}

function assertExpected(
  world: World,
  seen: Seen,
  { outcome, effects, calls }: ReturnType<typeof expectationOf>,
  fault: (text: string) => void,
): void {
  const { id, status, error } = seen.summary
  const was = status === 'success' ? canonical(seen.state.result) : `${status} ${error?.code}`
  const wanted = outcome.type === 'success' ? canonical(outcome.result) : `failed ${outcome.code}`
  if (was !== wanted) fault(`${id} came to ${was}, not to ${wanted}.`)
  const done = [...world.outside.effectsOf(id), ...seen.kept.map(nodeOf).filter((node) => effects.includes(node))].sort()
  if (done.join() !== effects.join()) fault(`${id} did ${done.join()}, not ${effects.join()}.`)
  const called = [...world.witness.all()].filter(({ summary }) => summary.parent?.executionId === id).length
  // One that runs another again has some of the calls from that.
  if (seen.summary.replayOf === undefined ? called !== calls : called > calls) fault(`${id} has called ${called} executions, not ${calls}.`)
}

/** The id of the node that a step at this path has run. */
function nodeOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
