import type { PlanNode, Section } from '../graph/plan.ts'
import type { Json, JsonObject } from '../json.ts'
import type { StepError, Wait } from './event.ts'
import type { FinalStatus, StepStatus } from './status.ts'
import type { TestRun } from './test-run.ts'
import type { Task } from './turn.ts'

/**
 * Owns: the shape of an execution between two events.
 * Does not own: any rule; those are in `transition` and what it calls.
 * Invariants: I1 a step that has settled never changes again. I2 `SectionRun.open` counts its unsettled steps.
 * I3 once `status` is final, `live` and `timers` are empty.
 * Changed in place, by the transition only, so that a long execution stays linear.
 */
export interface ExecutionState {
  status: 'new' | 'running' | FinalStatus
  executionId: string
  startedAt: number
  workflow: { readonly id: string; readonly version: number; readonly name?: string }
  /** What expressions see as `trigger`. */
  trigger: JsonObject
  inputs: JsonObject
  vars: JsonObject
  env: JsonObject
  /** Set in a replay that was given other items. */
  givenItems?: JsonObject
  /** Set in a test run. */
  test?: TestRun
  root: SectionRun | undefined
  /** Steps that run, wait or retry, and scopes that are open, by step path. */
  readonly live: Map<string, StepRun>
  /** When each pending timer is due. */
  readonly timers: Map<string, number>
  /** Set while it has no place among those that run. */
  queue: Queue | undefined
  /** Set while it is paused. */
  pause: Pause | undefined
  /** Set once it is being canceled and cleans up. */
  cancel: Cancel | undefined
  result: Json
  error: StepError | undefined
}

/** What would have begun since, in the order in which it would have. */
export interface Queue {
  /** Of one that has not begun at all: what its entry nodes will see as `input`. */
  readonly input?: Json
  readonly held: Task[]
}

/** What would have begun since, in the order in which it would have. */
export interface Pause {
  readonly held: Task[]
}

/** What the execution will end with, and what has gone wrong in cleaning up. */
export interface Cancel {
  readonly error: StepError
  readonly failures: StepError[]
}

/** One run of a section: the workflow itself, one iteration, a `try` body, a `catch`, a `finally`. */
export interface SectionRun {
  readonly section: Section
  readonly owner: StepRun | undefined
  /** Begins the path of each step inside, e.g. `each_line[3].`. */
  readonly prefix: string
  readonly steps: StepRun[]
  /** What nodes without incoming edges see as `input`. */
  readonly input: Json
  /** The number of the iteration, in `for-each` and `loop`. */
  readonly iteration?: number
  /** Set in `for-each`. */
  readonly item?: Json
  /** Set in `catch`: what happened. */
  readonly error?: StepError
  /** The execution is being canceled: nothing is left in here but scopes that clean up. */
  isCanceled?: true
  open: number
}

export interface StepRun {
  readonly path: string
  readonly node: PlanNode
  readonly run: SectionRun
  status: 'pending' | StepStatus
  /** How many incoming edges are known to be taken or not. */
  resolved: number
  /** The steps whose edges to this one were taken, in the order of arrival. */
  arrivals: StepRun[]
  attempt: number
  /** When the step was scheduled: `now` in its expressions. */
  scheduledAt: number
  port: string | undefined
  /** Its edges are not taken, whatever its port: the path ends here, the others go on. */
  endsPath: boolean
  output: Json
  error: StepError | undefined
  /** What expressions see as `error`: the failure whose path led here. */
  pathError: StepError | undefined
  wait: Wait | undefined
  /** What the node left when it asked to be run again: the step's own, so that a later attempt finds it too. */
  memory: Json | undefined
  scope: ScopeRun | undefined
  /** Set in a test run: in place of what its edges bring. */
  givenInput?: Json
}

export type ScopeRun = ForEachRun | LoopRun | TryRun

export interface ForEachRun {
  readonly kind: 'for-each'
  readonly items: readonly Json[]
  readonly concurrency: number
  readonly onItemError: 'fail' | 'continue' | 'collect'
  /** Whether iterations without a result are left out of the output. */
  readonly isCompact: boolean
  readonly results: Json[]
  readonly active: Set<SectionRun>
  next: number
  finished: number
  /** After so many iterations progress is told. */
  readonly tellEvery: number
  /** The highest number of an iteration that has ended, or -1. */
  last: number
}

export interface LoopRun {
  readonly kind: 'loop'
  readonly maxIterations: number
  iteration: number
  active: SectionRun | undefined
}

export interface TryRun {
  readonly kind: 'try'
  active: SectionRun | undefined
  /** What `catch` and `finally` may read of: how far the body came. */
  body: SectionRun | undefined
  result: Json
  /** Fails the step after `finally`. */
  failure: StepError | undefined
}

/** The state before the first event. */
export function newExecution(): ExecutionState {
  return {
    status: 'new',
    executionId: '',
    startedAt: 0,
    workflow: { id: '', version: 0 },
    trigger: {},
    inputs: {},
    vars: {},
    env: {},
    root: undefined,
    live: new Map(),
    timers: new Map(),
    queue: undefined,
    pause: undefined,
    cancel: undefined,
    result: null,
    error: undefined,
  }
}

/** The earliest pending timer, in milliseconds since 1970. */
export function nextDue(state: ExecutionState): number | undefined {
  let earliest: number | undefined
  for (const dueAt of state.timers.values()) if (earliest === undefined || dueAt < earliest) earliest = dueAt
  return earliest
}

/** True while there is something to begin that only a place is missing for. */
export function isQueued({ root, queue, live }: ExecutionState): boolean {
  return queue !== undefined && (root === undefined || queue.held.length > 0 || isAnyRunning(live))
}

/** True while it cleans up after a cancel. */
export function isCanceling({ status, cancel }: ExecutionState): boolean {
  return status === 'running' && cancel !== undefined
}

/** True when nothing runs in this process: only timers and other executions can carry it on. */
export function isIdle(state: ExecutionState): boolean {
  if (state.queue !== undefined) return true
  return !isAnyRunning(state.live)
}

function isAnyRunning(live: ExecutionState['live']): boolean {
  for (const step of live.values()) if (step.status === 'running' && step.scope === undefined) return true
  return false
}

/** The section runs that a scope has open. */
export function activeRuns(scope: ScopeRun): readonly SectionRun[] {
  if (scope.kind === 'for-each') return [...scope.active]
  return scope.active === undefined ? [] : [scope.active]
}

/** False for a run that the scope has already closed or given up. */
export function isActive(scope: ScopeRun, run: SectionRun): boolean {
  return scope.kind === 'for-each' ? scope.active.has(run) : scope.active === run
}
