import type { PlanNode } from '../graph/plan.ts'
import type { ExecutionEvent, Taken } from './event.ts'
import { eventsPerPiece, type Piecewise } from './piecewise.ts'
import type { Recording } from './recorded-steps.ts'
import type { ReplayRequest } from './replay-prefix.ts'
import { nodeIdOf, stepAndScopes } from './step-path.ts'

/** What is not kept, though it has settled. */
export interface RunAgain {
  readonly steps: ReadonlySet<string>
  /** By id: those of their steps that did not succeed. */
  readonly failedNodes: ReadonlySet<string>
  /** By index: timers of scopes, of which the steps inside are kept. */
  readonly timers: ReadonlySet<number>
}

export interface Offered {
  readonly event: ExecutionEvent
  /** In the recording. */
  readonly index: number
}

/** The recorded events to offer to the new execution, in their order, each marked and with the time of now. */
export function* keptEvents({ recording, plan, started, outputs = {} }: ReplayRequest, again: RunAgain): Piecewise<readonly Offered[]> {
  const openScopes = new Set([...again.steps].flatMap((path) => [...stepAndScopes(path)].slice(1)))
  if (recording.failedStep !== undefined) openScopes.add(recording.failedStep)
  const given = givenByIndex(recording, outputs)
  const kept: Offered[] = []
  for (const [index, event] of recording.events.entries()) {
    if (index % eventsPerPiece === 0) yield
    const path = stepOf(event)
    if (path !== undefined && !isGiven(path) && isKept(event, path, index)) kept.push({ event: taken(event, path, index), index })
    for (const one of given.get(index) ?? []) if (!isRunAgain(recording, again, one)) kept.push({ event: givenOutput(one), index })
  }
  return kept

  function isGiven(path: string): boolean {
    for (const one of stepAndScopes(path)) if (Object.hasOwn(outputs, one)) return true
    return false
  }

  function isKept(event: ExecutionEvent, path: string, index: number): boolean {
    const step = recording.steps.get(path)
    if (step === undefined || isRunAgain(recording, again, path)) return false
    // What is run again inside a scope has the whole of its time.
    if (isScope(recording, path))
      return !again.timers.has(index) && !(event.type === 'timer-fired' && event.timer === `timeout:${path}` && openScopes.has(path))
    if (step.status !== 'success' && step.status !== 'failed' && step.status !== 'timed_out') return false
    return index > step.begunBy || !hasOtherPolicy(path)
  }

  /** Earlier attempts would count otherwise by now: only the last one is taken, as if it were the first. */
  function hasOtherPolicy(path: string): boolean {
    const id = nodeIdOf(path)
    return policyText(recording.plan.nodes.get(id)) !== policyText(plan.nodes.get(id))
  }

  /** What was hidden of it is the other execution's: this one shows by its own settings. */
  function taken({ shown: _, ...event }: ExecutionEvent, path: string, index: number): ExecutionEvent {
    const step = recording.steps.get(path)
    const settles = index === step?.enteredBy && step.status !== 'success' && !isScope(recording, path)
    const before = 'taken' in event ? event.taken : undefined
    const mark: Taken = { executionId: recording.executionId, ...before, ...(settles && { settles }) }
    const begun = 'startedAt' in event ? { startedAt: started.at, ...(hasOtherPolicy(path) && { attempt: 1 }) } : {}
    return { ...event, ...begun, at: started.at, taken: mark } as ExecutionEvent // Only events of steps come here; each may be marked.
  }

  function givenOutput(path: string): ExecutionEvent {
    const { at } = started
    const port = recording.steps.get(path)?.port ?? 'success'
    const mark: Taken = { executionId: recording.executionId, given: true }
    return { type: 'step-succeeded', at, step: path, attempt: 1, startedAt: at, port, output: outputs[path] ?? null, taken: mark }
  }
}

/** The step that an event is about. Of the others, what asked for the execution's own end or pause, nothing is taken. */
export function stepOf(event: ExecutionEvent): string | undefined {
  if ('step' in event) return event.step
  if (event.type !== 'timer-fired' || !event.timer.includes(':')) return undefined
  return event.timer.slice(event.timer.indexOf(':') + 1)
}

function isRunAgain(recording: Recording, { steps, failedNodes }: RunAgain, path: string): boolean {
  for (const one of stepAndScopes(path)) if (steps.has(one)) return true
  return failedNodes.size > 0 && failedNodes.has(nodeIdOf(path)) && recording.steps.get(path)?.status !== 'success'
}

function isScope({ plan }: Recording, path: string): boolean {
  return plan.nodes.get(nodeIdOf(path))?.scope !== undefined
}

/** Each stands where the recorded output came. */
function givenByIndex({ steps }: Recording, outputs: object): ReadonlyMap<number, readonly string[]> {
  const given = new Map<number, string[]>()
  for (const path of Object.keys(outputs)) {
    const index = steps.get(path)?.enteredBy
    if (index !== undefined) given.set(index, [...(given.get(index) ?? []), path])
  }
  return given
}

function policyText(node: PlanNode | undefined): string {
  return JSON.stringify([node?.retry, node?.timeoutMs])
}
