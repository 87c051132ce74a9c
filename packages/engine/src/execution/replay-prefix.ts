import type { Plan } from '../graph/plan.ts'
import type { Json } from '../json.ts'
import type { StepChange } from './change.ts'
import type { ExecutionEvent, ExecutionStarted } from './event.ts'
import { keptEvents, type Offered, stepOf } from './kept-events.ts'
import { eventsPerPiece, type Piecewise } from './piecewise.ts'
import type { Recording } from './recorded-steps.ts'
import { type ExecutionState, newExecution } from './state.ts'
import { nodeIdOf, pathsAfter, stepAndScopes } from './step-path.ts'
import { accepts, transition } from './transition.ts'

/**
 * Owns: which recorded events a replay begins with, so that what is kept is not run again and the rest is.
 * Does not own: the choice (the caller's), the rules of folding (`transition`), which hold for what is taken as for any event.
 * Invariants: the recorded order stands, but for events whose step comes to life later than it did: they wait for it. What the plan
 * never accepts falls away. See SPEC.md, V1 and on.
 */
export interface ReplayPrefix {
  /** The start, then what is taken. */
  readonly events: readonly ExecutionEvent[]
  /** What they lead to. */
  readonly state: ExecutionState
  /** The steps that were taken, by path, as they settled. */
  readonly kept: readonly string[]
  /** By id: the nodes of kept steps whose type or parameters are others by now. */
  readonly changedNodes: readonly string[]
  /** By path: the `try` scopes of which steps are kept although their `catch`, which may have undone them, had run since. */
  readonly undone: readonly string[]
  /** What `from` has come to; undefined when nothing leads to it. */
  readonly target?: Pick<StepChange, 'status' | 'reason'>
}

export interface ReplayRequest {
  readonly recording: Recording
  /** Of the new execution. */
  readonly plan: Plan
  readonly started: ExecutionStarted
  /** The step to run again with all that follows it; left out, what failed or was canceled. */
  readonly from?: string
  /** In place of recorded outputs, by step path. */
  readonly outputs?: Readonly<Record<string, Json>>
}

/** So many times may something kept turn out to end what is to be run; so often, only that one step is given up. */
const mostRounds = 60
const singleRounds = 10

export function* replayPrefix(request: ReplayRequest): Piecewise<ReplayPrefix> {
  const { from, recording } = request
  const { failedStep } = recording
  const again = stepsToRun(request)
  if (failedStep === undefined || hasOnlyRunOutOfTime(recording, failedStep)) return yield* takeRounds(request, again)
  const prefix = yield* takeRounds(request, new Set([...again, failedStep]))
  if (from === undefined || isReached(prefix)) return prefix
  // A step of `finally` may have nothing but that failure to lead to it.
  const withFailure = yield* takeRounds(request, again)
  return isReached(withFailure) ? withFailure : prefix
}

function isReached({ target }: ReplayPrefix): boolean {
  return target !== undefined && target.status !== 'skipped' && target.status !== 'canceled'
}

function stepsToRun({ recording, plan, from }: ReplayRequest): ReadonlySet<string> {
  const steps = new Set<string>()
  for (const path of from === undefined ? [] : stepAndScopes(from)) {
    const node = plan.nodes.get(nodeIdOf(path))
    for (const later of node === undefined ? [] : pathsAfter(path, node)) steps.add(later)
  }
  if (from !== undefined) steps.add(from)
  for (const event of recording.events) {
    if (event.type === 'step-succeeded' && event.stop !== undefined && event.stop.only !== 'path') steps.add(event.step)
  }
  // What a cancel has undone must be done again before what follows it; who names a step inside has decided otherwise.
  for (const [path, by] of recording.caught) if (by === 'cancel' && !from?.startsWith(`${path}.`)) steps.add(path)
  return steps
}

/** Folds, and once more for each kept step that turns out to end what is to be run. */
function* takeRounds(request: ReplayRequest, again: ReadonlySet<string>): Piecewise<ReplayPrefix> {
  const steps = new Set(again)
  const failedNodes = new Set<string>()
  const timers = new Set<number>()
  const { plan, steps: recorded } = request.recording
  for (let round = 0; ; round++) {
    const { prefix, culprit } = yield* fold(request, yield* keptEvents(request, { steps, failedNodes, timers }))
    if (culprit === undefined || round === mostRounds) return prefix
    const path = stepOf(culprit.event) ?? ''
    const node = nodeIdOf(path)
    // An edited workflow may not bear a kept failure any more, in any of 10,000 iterations: then all its like are run again at once.
    if (culprit.event.type === 'timer-fired' && plan.nodes.get(node)?.scope !== undefined) timers.add(culprit.index)
    else if (round < singleRounds || recorded.get(path)?.status === 'success') steps.add(path)
    else failedNodes.add(node)
  }
}

/** Of such a scope, what had settled inside is kept. */
function hasOnlyRunOutOfTime({ plan, steps }: Recording, path: string): boolean {
  return plan.nodes.get(nodeIdOf(path))?.scope !== undefined && steps.get(path)?.status === 'timed_out'
}

interface Folded {
  readonly prefix: ReplayPrefix
  /** What ended the execution, or what `from` runs in. */
  readonly culprit?: Offered
}

function* fold({ recording, plan, started, from }: ReplayRequest, offered: readonly Offered[]): Piecewise<Folded> {
  const state = newExecution()
  const events: ExecutionEvent[] = []
  const kept: string[] = []
  /** What came too early for its step, by path. */
  const late = new Map<string, Offered[]>()
  const awake: string[] = []
  let target: StepChange | undefined
  let culprit: Offered | undefined

  take({ event: started, index: 0 })
  for (const [at, next] of offered.entries()) {
    if (at % eventsPerPiece === 0) yield
    const path = stepOf(next.event) ?? ''
    const queue = late.get(path)
    if (queue !== undefined) queue.push(next)
    else if (!take(next)) late.set(path, [next])
    for (let path = awake.shift(); path !== undefined; path = awake.shift()) takeLate(path)
    if (culprit !== undefined) break
  }
  const changedNodes = [...new Set(kept.map(nodeIdOf))].filter((id) => nodeText(recording.plan, id) !== nodeText(plan, id))
  const prefix = { events, state, kept, changedNodes, undone: undoneTries(recording, state, kept), ...(target && { target }) }
  return culprit === undefined ? { prefix } : { prefix, culprit }

  function take(next: Offered): boolean {
    const { event } = next
    if (!accepts(state, event)) return false
    events.push(event)
    for (const change of transition(plan, state, event).changes) note(change, next)
    if (state.status !== 'running' && state.status !== 'success') culprit ??= next
    return true
  }

  function takeLate(path: string): void {
    const queue = late.get(path) ?? []
    while (queue[0] !== undefined && take(queue[0])) queue.shift()
    if (queue.length === 0) late.delete(path)
  }

  function note(change: StepChange, by: Offered): void {
    const { step, status } = change
    if (step === from) {
      target = change
      if (status === 'canceled') culprit ??= by
    } else if (by.event !== started && (status === 'success' || status === 'failed' || status === 'timed_out')) kept.push(step)
    if (late.has(step)) awake.push(step)
  }
}

/** Their bodies go on. Of what goes on in a `catch`, the recorded undoing is kept. */
function undoneTries({ caught }: Recording, { live }: ExecutionState, kept: readonly string[]): readonly string[] {
  return [...caught.keys()].filter((path) => {
    const scope = live.get(path)?.scope
    return scope?.kind === 'try' && scope.active?.section.part === 'body' && kept.some((step) => step.startsWith(`${path}.`))
  })
}

function nodeText(plan: Plan, id: string): string {
  const definition = plan.nodes.get(id)?.definition
  return JSON.stringify([definition?.type, definition?.with])
}
