import { awaitedSignals, type ExecutionEvent, type ExecutionState, isFinal, newExecution, type Plan, transition } from '@millrace/engine'
import type { CreateExecution, ExecutionSummary, ExecutionWrite, Place, WriteOutcome } from '@millrace/store'
import type { EventWatch } from './event-watch.ts'

/**
 * Knows at any moment what is on disk: folds every event in the very write that brings it.
 * Owns: what each execution's log means. Invariants it looks after: a write counts only with the fence of the newest owner, and an
 * outcome of an attempt is recorded once.
 */
export interface Witness {
  /** These writes of one commit are on disk, with these outcomes. */
  wrote(batch: readonly ExecutionWrite[], outcomes: readonly WriteOutcome[]): void
  /** These events are on disk by themselves; what comes with a write it sees itself. */
  told: EventWatch['told']
  claimed(id: string, fence: number): void
  /** These are deleted; what was known of them stays known here. */
  removed(ids: readonly string[]): void
  seen(id: string): Seen | undefined
  all(): Iterable<Seen>
}

export interface Seen {
  readonly summary: ExecutionSummary
  readonly state: ExecutionState
  readonly fence: number
  /** When its end was written, on the clock that nobody sets. */
  readonly endedAt: number | undefined
  /** Of one that runs another again: the steps that it has kept of that. */
  readonly kept: readonly string[]
  /** Each attempt that has an outcome, as `step#attempt`. */
  readonly outcomes: ReadonlySet<string>
  readonly isRemoved: boolean
  /** When it was created, on the clock that nobody sets; and the how manieth of this id it is. */
  readonly createdAt: number
  readonly life: number
}

export interface WitnessOptions {
  planOf(summary: Pick<ExecutionSummary, 'workflowId' | 'workflowVersion'>): Plan
  now(): number
  /** How many of it may hold a place at once. */
  limitOf(workflowId: string): number
  /** Whether a start that had a place may have come to nothing. */
  mayHaveFailed(): boolean
  /** Whether one that is deleted, and was created then, may be created again. */
  mayBeginAgain(summary: ExecutionSummary, createdAt: number): boolean
  /** A step has begun to wait for a signal. */
  onWaiting(id: string, step: string, channel: 'event' | 'token', key: string): void
  readonly events: EventWatch
  fault(text: string): void
}

type MutableSeen = { -readonly [Key in keyof Seen]: Seen[Key] } & { readonly plan: Plan; readonly outcomes: Set<string> }

export function createWitness({
  planOf,
  now,
  limitOf,
  mayHaveFailed,
  mayBeginAgain,
  onWaiting,
  events: eventWatch,
  fault,
}: WitnessOptions): Witness {
  const executions = new Map<string, MutableSeen>()
  /** By workflow, how many have begun and ended within the commit that is looked at: they have had places that no row tells of. */
  const passing = new Map<string, number>()

  function create({ execution, events, fence, follow, emits = [] }: CreateExecution): void {
    const before = executions.get(execution.id)
    if (before !== undefined && !(before.isRemoved && mayBeginAgain(execution, before.createdAt)))
      fault(`${execution.id} was created again.`)
    if (execution.status === 'canceled') assertFull(execution)
    const kept = execution.replayOf === undefined ? [] : events.flatMap((event) => (event.type === 'step-succeeded' ? [event.step] : []))
    const seen: MutableSeen = {
      summary: execution,
      kept,
      isRemoved: false,
      createdAt: now(),
      life: (before?.life ?? 0) + 1,
      state: newExecution(),
      fence,
      endedAt: undefined,
      plan: planOf(execution),
      outcomes: new Set<string>(),
    }
    executions.set(execution.id, seen)
    fold(seen, events)
    const { eventId } = seen.state.trigger
    if (execution.triggerType === 'hear' && execution.replayOf === undefined) eventWatch.heard(String(eventId), execution.id)
    eventWatch.told(emits)
    if (follow !== undefined) createFollowing(follow)
  }

  function createFollowing(write: CreateExecution): void {
    if (!executions.has(write.execution.id)) create(write)
  }

  function append(write: Extract<ExecutionWrite, { type: 'append' }>): void {
    const seen = executions.get(write.executionId)
    if (seen === undefined) return fault(`Events of ${write.executionId} were written, which was never created.`)
    if (write.fence !== seen.fence) fault(`${write.executionId} was written with fence ${write.fence}, but its owner's is ${seen.fence}.`)
    if (seen.isRemoved) fault(`${write.executionId} was written after it was deleted.`)
    if (isFinal(seen.summary.status) && write.events.length > 0) fault(`${write.executionId} was written after its end.`)
    const { dueAt, place, ...patch } = write.patch ?? {}
    const due = dueAt === undefined ? seen.summary.dueAt : dueAt
    const { dueAt: _, ...summary } = seen.summary
    seen.summary = { ...summary, ...patch, ...(typeof due === 'number' && { dueAt: due }), ...placed(seen.summary, place) }
    eventWatch.told(write.emits ?? [])
    if (isFinal(seen.summary.status) && seen.endedAt === undefined) {
      seen.endedAt = now()
      eventWatch.ended(seen.summary, write.emits ?? [])
    }
    fold(seen, write.events)
    if (write.follow !== undefined) createFollowing(write.follow)
  }

  function fold(seen: MutableSeen, events: readonly ExecutionEvent[]): void {
    for (const event of JSON.parse(JSON.stringify(events)) as ExecutionEvent[]) {
      noteOutcome(seen, event)
      transition(seen.plan, seen.state, event)
      if (event.type !== 'step-waiting' || event.wait.type !== 'signal') continue
      onWaiting(seen.summary.id, event.step, event.wait.channel, event.wait.key)
    }
  }

  function assertLimits(): void {
    const held = new Map<string, string[]>()
    for (const { summary, state } of executions.values()) {
      // What cleans up after a cancel needs no place.
      if (summary.admission?.place !== 'held' || state.cancel !== undefined) continue
      const { workflowId, id } = summary
      held.set(workflowId, [...(held.get(workflowId) ?? []), id])
    }
    for (const [workflowId, ids] of held)
      if (ids.length > limitOf(workflowId)) fault(`Of ${workflowId} there are too many at once: ${ids.join()}.`)
  }

  /** Nobody is turned away where there is room. */
  function assertFull({ id, workflowId, error }: ExecutionSummary): void {
    if (mayHaveFailed()) return
    const hadPlace = ({ summary, endedAt }: Seen) => summary.admission?.place === 'held' || (endedAt ?? 0) > now() - decidedBeforeMs
    const held = [...executions.values()].filter((seen) => seen.summary.workflowId === workflowId && hadPlace(seen))
    const limit = limitOf(workflowId)
    if (limit < Number.POSITIVE_INFINITY && held.length + (passing.get(workflowId) ?? 0) < limit)
      fault(`${id} was turned away although there was room: ${error?.message}`)
  }

  function remove(id: string): void {
    const seen = executions.get(id)
    if (seen === undefined || seen.isRemoved) return fault(`${id} was deleted, and was not there.`)
    if (!isFinal(seen.summary.status)) fault(`${id} was deleted while it was ${seen.summary.status}.`)
    const caller = seen.summary.parent && executions.get(seen.summary.parent.executionId)
    if (caller !== undefined && !caller.isRemoved && !isFinal(caller.summary.status)) fault(`${id} was deleted while its caller needed it.`)
    seen.isRemoved = true
  }

  function notePassing({ workflowId, status }: ExecutionSummary): void {
    if (isFinal(status) && status !== 'canceled') passing.set(workflowId, (passing.get(workflowId) ?? 0) + 1)
  }

  function noteOutcome({ summary, outcomes }: MutableSeen, event: ExecutionEvent): void {
    if (event.type !== 'step-succeeded' && event.type !== 'step-failed') return
    const name = `${event.step}#${event.attempt}`
    if (outcomes.has(name)) fault(`${summary.id} has two recorded outcomes of ${name}.`)
    outcomes.add(name)
  }

  return {
    wrote(batch, outcomes) {
      passing.clear()
      for (const write of batch) if (write.type === 'create') notePassing(write.execution)
      for (const [index, write] of batch.entries()) {
        if (outcomes[index]?.type !== 'written') continue
        if (write.type === 'create') create(write)
        if (write.type === 'append') append(write)
      }
      assertLimits()
    },
    told: eventWatch.told,
    claimed(id, fence) {
      const seen = executions.get(id)
      if (seen === undefined) return
      if (fence < seen.fence) fault(`${id} was claimed with fence ${fence}, below its owner's ${seen.fence}.`)
      seen.fence = fence
    },
    removed: (ids) => ids.forEach(remove),
    seen: (id) => executions.get(id),
    all: () => executions.values(),
  }
}

/** What is on disk was decided so long before it at most, but where the disk is slow. */
const decidedBeforeMs = 100

/** Where it stands among those of its lane; one that has ended stands nowhere. */
function placed({ admission }: ExecutionSummary, place: Place | null | undefined): Pick<ExecutionSummary, 'admission'> {
  if (admission === undefined || place === undefined) return {}
  const { place: _, ...others } = admission
  return { admission: { ...others, ...(place !== null && { place }) } }
}

/** Whether the step waits for a signal, as far as the disk knows. */
export function isListening(seen: Seen | undefined, step: string): boolean {
  return seen !== undefined && awaitedSignals(seen.state).some((signal) => signal.step === step)
}
