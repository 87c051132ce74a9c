import type { Plan } from '../graph/plan.ts'
import type { Json } from '../json.ts'
import type { Progress, StepChange } from './change.ts'
import type {
  ExecutionEvent,
  LogLine,
  PauseRequested,
  SignalReceived,
  StepError,
  StepFailed,
  StepSucceeded,
  StepWaiting,
  Taken,
  Wait,
} from './event.ts'
import { readShownLog } from './shown-log.ts'
import { shownReasonOf } from './shown-reason.ts'
import type { ExecutionState } from './state.ts'
import type { ExecutionStatus, StepStatus } from './status.ts'
import { type WaitReason, waitReasonOf } from './wait-reason.ts'

/** An execution as people look at it: derived from the log, stored nowhere. Times are milliseconds since 1970. */
export interface ExecutionHistory {
  readonly status: ExecutionStatus
  readonly result: Json
  readonly error?: StepError
  /** The next timer, while it waits. */
  readonly dueAt?: number
  /** Set while it cleans up after a cancel: nothing else of it goes on. */
  readonly canceling?: true
  /** Who paused, resumed and canceled it, in that order. */
  readonly controls: readonly ControlRecord[]
  /** In the order in which the steps began. */
  readonly steps: readonly StepRecord[]
}

/** Something that was done to the execution as a whole. */
export interface ControlRecord {
  readonly action: 'pause' | 'resume' | 'cancel'
  readonly at: number
  readonly by?: string
  readonly reason?: string
  /** Of a cancel: whether open `try` scopes may clean up. */
  readonly forced?: true
}

export interface StepRecord {
  /** From 0, without gaps. */
  readonly index: number
  readonly step: string
  readonly node: string
  readonly type: string
  readonly status: StepStatus
  readonly startedAt: number
  readonly finishedAt?: number
  readonly durationMs?: number
  /** The evaluated parameters of the last attempt, secrets masked. */
  readonly input?: Json
  readonly output?: Json
  readonly port?: string
  /** Its output stands in for running it, in a test run. */
  readonly given?: true
  readonly error?: StepError
  /** Why it was skipped or canceled, or what it waits for. */
  readonly reason?: string
  /** Until when it waits. */
  readonly until?: number
  /** Of a for-each that runs: how far it has come, as last told. */
  readonly progress?: Progress
  /** Who sent what it waited for. */
  readonly by?: string
  /** Which of its fields are masked, cut short or gone, for they are not to be kept. */
  readonly hides?: readonly string[]
  /** It was not run here: its outcome is that of another execution, or was given by whoever replayed that. */
  readonly taken?: { readonly executionId: string; readonly given?: true }
  /** Why it has not ended; absent once it has. */
  readonly waitsFor?: WaitReason
  readonly attempts: readonly AttemptRecord[]
  readonly logs: readonly LogLine[]
}

export interface AttemptRecord {
  readonly attempt: number
  readonly startedAt: number
  readonly finishedAt?: number
  readonly durationMs?: number
  readonly error?: StepError
}

type Draft<T> = { -readonly [K in keyof T]: T[K] }
type StepDraft = Draft<Omit<StepRecord, 'attempts' | 'logs'>> & {
  attempts: Draft<AttemptRecord>[]
  logs: LogLine[]
  /** Whether the attempt that goes on has waited. */
  hasWaited: boolean
  /** When it entered its status, and when its attempt began. */
  since: number
  begunAt: number
  /** What its attempt waits for. */
  wait?: Wait
  /** Its timer has fired since it was told to wait. */
  hasFired: boolean
}

/** Folds a log into what the history shows. Events that do not fit, which a sound log does not hold, are left out. */
export function readHistory(plan: Plan, events: Iterable<ExecutionEvent>): ExecutionHistory {
  const log = readShownLog(plan)
  const steps: Drafts = new Map()
  const controls: ControlRecord[] = []
  for (const event of events) {
    const changes = log.read(event)
    if (changes === undefined) continue
    controls.push(...controlOf(event))
    if (event.type === 'signal-received') noteSender(steps, event)
    else if (event.type === 'timer-fired') noteFired(steps, event.timer)
    else if ('step' in event) noteOutcome(steps, event)
    for (const change of changes) noteChange(steps, change)
    if ('taken' in event && event.taken !== undefined) noteTaken(steps, changes, event.taken)
    if (event.shown?.hides !== undefined && 'step' in event) noteHidden(steps, event.step, event.shown.hides)
  }
  return { ...log.standing(), controls, steps: [...steps.values()].map((draft) => recordOf(plan, log.state(), draft)) }
}

function controlOf(event: ExecutionEvent): readonly ControlRecord[] {
  switch (event.type) {
    case 'pause-requested':
      return [{ action: 'pause', ...noteOf(event) }]
    case 'resume-requested':
      return [{ action: 'resume', ...noteOf(event) }]
    case 'cancel-requested':
      return [{ action: 'cancel', ...noteOf(event), ...(event.mode === undefined && { forced: true }) }]
    default:
      return []
  }
}

function noteOf({ at, by, reason }: Omit<PauseRequested, 'type'>): Omit<ControlRecord, 'action'> {
  return { at, ...(by !== undefined && { by }), ...(reason !== undefined && { reason }) }
}

function recordOf(plan: Plan, state: ExecutionState | undefined, draft: StepDraft): StepRecord {
  const { hasWaited: _, since, begunAt, wait, hasFired, ...record } = draft
  const step = state?.live.get(record.step)
  const told = { ...record, attempt: record.attempts.at(-1)?.attempt ?? 1, since, begunAt, wait, isHeld: hasFired }
  const waitsFor = state ? step && waitReasonOf(state, step, since) : shownReasonOf(plan.nodes.get(record.node), told)
  return waitsFor === undefined ? record : { ...record, waitsFor }
}

type Drafts = Map<string, StepDraft>

function noteOutcome(steps: Drafts, event: StepSucceeded | StepFailed | StepWaiting): void {
  const record = steps.get(event.step)
  if (record === undefined) return
  if (event.input !== undefined) record.input = event.input
  if (event.logs !== undefined) record.logs.push(...event.logs)
  const attempt = record.attempts.find((one) => one.attempt === event.attempt)
  if (attempt === undefined) return
  // What comes after a wait, the end of a called execution or a later run, tells when that began; the attempt began before.
  if (!record.hasWaited) attempt.startedAt = event.startedAt
  if (event.attempt === 1) record.startedAt = attempt.startedAt
  if (event.type === 'step-failed') attempt.error = event.error
  if (event.type === 'step-waiting') record.wait = event.wait
}

/** `retry:charge`, `wait:each[0].nap`. */
function noteFired(steps: Drafts, timer: string): void {
  const record = steps.get(timer.slice(timer.indexOf(':') + 1))
  if (record !== undefined && /^(?:retry|wait):/.test(timer)) record.hasFired = true
}

function noteHidden(steps: Drafts, step: string, hides: readonly string[]): void {
  const record = steps.get(step)
  if (record !== undefined) record.hides = [...new Set([...(record.hides ?? []), ...hides])]
}

function noteSender(steps: Drafts, { step, by }: SignalReceived): void {
  const record = steps.get(step)
  if (record !== undefined && by !== undefined) record.by = by
}

/** A scope that came to its end by what was taken was not run here either. */
function noteTaken(steps: Drafts, changes: readonly StepChange[], { executionId, given }: Taken): void {
  for (const { step, status } of changes) {
    const record = status === 'success' || status === 'failed' || status === 'timed_out' ? steps.get(step) : undefined
    if (record !== undefined) record.taken = { executionId, ...(given && { given }) }
  }
}

const told = ['port', 'output', 'given', 'error', 'reason', 'until', 'progress'] as const

/** Deleted only where it is there: a delete makes each later look at the record slow, and there may be 30,000 of them. */
function tell(record: StepDraft, change: StepChange, key: (typeof told)[number]): void {
  const value = change[key]
  if (value !== undefined) Object.assign(record, { [key]: value })
  else if (record[key] !== undefined) delete record[key]
}

function noteChange(steps: Drafts, change: StepChange): void {
  const record = steps.get(change.step) ?? newRecord(steps, change)
  // Progress is told without a change of status.
  if (record.status !== change.status) record.since = change.at
  record.status = change.status
  record.hasFired = false
  if (change.status !== 'waiting' && record.wait !== undefined) delete record.wait
  for (const key of told) tell(record, change, key)
  const attempt = record.attempts.at(-1)
  // A timeout ends an attempt without an outcome of its own.
  if (attempt !== undefined && change.error !== undefined) attempt.error ??= change.error
  switch (change.status) {
    case 'running':
      // After a wait it is the same attempt that goes on.
      if (attempt !== undefined && attempt.attempt === change.attempt) return
      record.hasWaited = false
      record.begunAt = change.at
      record.attempts.push({ attempt: change.attempt ?? 1, startedAt: change.at })
      return
    case 'waiting':
      record.hasWaited = true
      return
    case 'retrying':
      return finish(attempt, change.at)
    default:
      // A wait's attempt and a retry's last attempt end with the step.
      if (attempt !== undefined && attempt.finishedAt === undefined) finish(attempt, change.at)
      finish(record, change.at)
  }
}

function newRecord(steps: Map<string, StepDraft>, change: StepChange): StepDraft {
  const { step, node, type, status, at } = change
  const record: StepDraft = {
    index: steps.size,
    step,
    node,
    type,
    status,
    startedAt: at,
    attempts: [],
    logs: [],
    hasWaited: false,
    since: at,
    begunAt: at,
    hasFired: false,
  }
  steps.set(step, record)
  return record
}

function finish(record: { readonly startedAt: number; finishedAt?: number; durationMs?: number } | undefined, at: number): void {
  if (record === undefined) return
  record.finishedAt = at
  record.durationMs = Math.max(0, at - record.startedAt)
}
