import {
  accepts,
  assertNever,
  type Command,
  type ExecutionEvent,
  type ExecutionState,
  type FinalStatus,
  type HttpResponse,
  isFinal,
  nextDue,
  type StepError,
  standingCommands,
  transition,
} from '@millrace/engine'
import { failPoint } from '@millrace/store'
import type { FinishedExecution } from '../driver.ts'
import { createAgenda } from './agenda.ts'
import { createAttempts } from './attempts.ts'
import { type CallsOptions, createCalls } from './calls.ts'
import { crashStanding } from './crash-standing.ts'
import { isFailure, isOnItsOwn } from './failure.ts'
import { createFollowUp } from './follow-up.ts'
import { createLedger, type Ledger, type Standing, type Written } from './ledger.ts'
import type { LiveOptions, WhyLeft } from './live-host.ts'
import { maySleep } from './may-sleep.ts'
import { createPlace } from './place.ts'
import { createStepRunner } from './step-runner.ts'
import { unfinishedStanding } from './unfinished-standing.ts'
import { createUnrecordedLedger } from './unrecorded-ledger.ts'
import { createWaitNotes } from './wait-changes.ts'

/**
 * Owns: one execution while it is in memory. Events come in through `tell`; what they ask for is done; what they change is recorded.
 * Does not own: which executions are in memory (the driver), what is on disk (the ledger), its calls (calls), its attempts (step-runner),
 * any rule (the engine).
 * Invariants: X2 nothing is shown or answered
 * before it is on disk. X3 once it has left, nothing more happens to it here. X4 whatever goes wrong in it ends it and no other.
 */
export interface LiveExecution extends Pick<LiveOptions, 'summary' | 'isRecorded'> {
  /** Known once the end is on disk. */
  end(): FinishedExecution | undefined
  /** Known once the answer of a `respond` step is on disk. */
  response(): HttpResponse | undefined
  recorded(): Promise<void>
  /** A new one begins with these; what stands after the last is begun, and nothing before. */
  begin(events: readonly ExecutionEvent[]): void
  /** False when the event counts no more. */
  tell(event: ExecutionEvent): boolean
  /** Takes up what stood when the log ended. What `tellFirst` tells it comes before any of that is begun. */
  takeUp(tellFirst?: () => void): void
  /** An execution that a step of this one has called has ended. */
  callEnded(step: string, end: FinishedExecution): void
  /** The row says that it is due: looks at the timers, and puts the row right. */
  lookAgain(dueAt: number): void
  /** Aborts what runs and begins nothing more; what it was told before is still written. */
  park(): void
  /** Forgets it, for this reason; the log stays as it is, for whoever takes it up next. */
  abandon(reason: unknown): void
}

export function createLiveExecution({
  ports,
  recorder,
  turns,
  fence,
  plan,
  state,
  summary,
  isRecorded,
  settlesLetter,
  recordedEvents,
  host,
  hider,
}: LiveOptions): LiveExecution {
  const attempts = createAttempts()
  let isAsleep = false
  /** `parked`: nothing more is begun, what was told is still written. */
  let presence: 'here' | 'parked' | 'left' = 'here'
  let lastAt = summary.startedAt
  let lastPosition = 0
  let stopAlarm: (() => void) | undefined
  const place = summary.admission && createPlace(summary, plan, state)
  let end: FinishedExecution | undefined
  let response: HttpResponse | undefined
  let hiddenError: { readonly whole: StepError; readonly shown: StepError } | undefined
  /** Set when it cannot go on: its standing from then on. */
  let crash: { readonly standing: Standing; readonly unwritable?: { readonly error: unknown } } | undefined

  const ledger = isRecorded ? openLedger() : createUnrecordedLedger({ standing, onWritten })
  const { recorded } = ledger
  const isHere = () => presence === 'here'
  const agenda = createAgenda({ turns, perform, isHere, onDone: rest, lastAt: () => lastAt })
  const startedCall: CallsOptions['startedCall'] = (command, event) => steps.answered(command, event)
  const calls = createCalls({ ports, state, summary, host, hider, isHere, recorded, tell, startedCall, onQuiet: rest })
  const steps = createStepRunner({
    ports,
    account: summary.account,
    plan,
    state,
    attempts,
    ledger,
    isHere,
    startCall: calls.start,
    tell,
    crashed,
  })

  function openLedger(): Ledger {
    const followUp = createFollowUp({
      ports,
      prepare: (last) => host.followUp({ summary, plan, state, end: last }),
      onReady: () => ledger.touch(),
    })
    const waits = createWaitNotes(state)
    const facts = { recorder, fence, summary, recordedEvents, settlesLetter }
    const sealing = hider && { sealing: { seal, isNeeded: () => !isOnItsOwn(summary, state.trigger) } }
    return createLedger({ ...facts, standing, waits, followUp, ...sealing, onWritten, onUnwritable, onRefused: giveUp })
  }

  function tell(event: ExecutionEvent): boolean {
    if (presence !== 'here' || !accepts(state, event)) return false
    isAsleep = false
    try {
      const { commands, changes } = transition(plan, state, event)
      lastAt = event.at
      ledger.add(event, changes, commands, hider?.show(event, changes, state))
      agenda.add(commands)
    } catch (error) {
      crashed(error)
      return true
    }
    agenda.work()
    return true
  }

  function takeUp(tellFirst = nothing): void {
    place?.look(ports.clock.now())
    agenda.add(standingCommands(state))
    agenda.hold(() => {
      // Late timers first: what one of them ends must not be begun again.
      tellDueTimers()
      tellFirst()
    })
    agenda.work()
  }

  function begin(events: readonly ExecutionEvent[]): void {
    try {
      for (const event of events) {
        if (!accepts(state, event)) continue
        const { changes } = transition(plan, state, event)
        ledger.add(event, changes, [], hider?.show(event, changes, state))
        lastAt = event.at
      }
    } catch (error) {
      return crashed(error)
    }
    takeUp()
  }

  /** What throws here is a bug or a missing node type: it must not take the process along. */
  function perform(command: Command): void {
    try {
      performOne(command)
    } catch (error) {
      crashed(error)
    }
  }

  function performOne(command: Command): void {
    switch (command.type) {
      case 'run-step':
        return steps.run(command)
      case 'cancel-step':
        return attempts.abort(command.step)
      case 'await-execution':
        return calls.await(command)
      case 'cancel-execution':
        // Like a step that reaches outside: only once it is on disk that nobody waits for the called one.
        return void ledger.recorded().then(() => host.cancelCall(summary, command.executionId), ignore)
      case 'start-timer':
      case 'cancel-timer':
      case 'end-execution':
        return // `rest` looks at all timers when the turn is over; what ran was canceled step by step before the end.
      default:
        return assertNever(command)
    }
  }

  /** The turn is over: sets the alarm, or goes to sleep when nothing is near. */
  function rest(): void {
    stopAlarm?.()
    stopAlarm = undefined
    if (presence !== 'here' || agenda.isWorking() || isOver(state)) return
    isAsleep = isRecorded && maySleep(state, ports.clock.now()) && !calls.areBeingMade()
    if (!isAsleep) return setAlarm()
    // Told, it comes back here.
    if (place?.isToGiveUp()) return void tell({ type: 'place-released', at: ports.clock.now() })
    ledger.touch()
    // Where the row says so already, there is nothing to write and nobody would come back to it.
    setImmediate(leaveIfAsleep)
  }

  function setAlarm(): void {
    const due = nextDue(state)
    if (due !== undefined) stopAlarm = ports.clock.wakeAt(due, fireTimers)
  }

  /** In the order in which they were due: late, a wait that ended in time still comes before the timeout after it. */
  function tellDueTimers(): void {
    const now = ports.clock.now()
    const due = [...state.timers].filter(([, dueAt]) => dueAt <= now).sort(([, one], [, other]) => one - other)
    if (due.length > 0) failPoint('timer-due')
    for (const [timer] of due) tell({ type: 'timer-fired', at: now, timer, random: ports.random() })
    if (due.length > 0) failPoint('timer-told')
  }

  function fireTimers(): void {
    tellDueTimers()
    rest()
  }

  function standing(): Standing {
    const now = standingWithoutPlace()
    return place === undefined ? now : { ...now, place: isFinal(now.status) ? null : place.now() }
  }

  function standingWithoutPlace(): Standing {
    if (crash !== undefined) return crash.standing
    if (isOver(state))
      return {
        status: state.status,
        finishedAt: lastAt,
        ...(state.error && { error: shownError(state.error) }),
        ...letterFor(state.status),
      }
    const goingOn = unfinishedStanding(state, isAsleep)
    const dueAt = isAsleep ? dueTime() : undefined
    return dueAt === undefined ? goingOn : { ...goingOn, dueAt }
  }

  function standingOfCrash(at: number, cause: unknown): Standing {
    const { error, ...rest } = crashStanding(at, cause)
    return { ...rest, ...(error && { error: shownError(error) }), ...letterFor('crashed') }
  }

  function dueTime(): number | undefined {
    return place?.startsAt() ?? nextDue(state)
  }

  /** What nobody else hears of stays until somebody has dealt with it. */
  function letterFor(status: FinalStatus): Pick<Standing, 'letter'> {
    return isFailure(status) && isOnItsOwn(summary, state.trigger) ? { letter: 'open' } : {}
  }

  function onWritten({ position, standing: written, events, changes, isFollowed }: Written): void {
    end = endOf(written)
    if (written.place !== undefined) host.placed(summary, written.place)
    lastPosition = position === 0 ? lastPosition : position
    const { account, id: executionId, workflowId } = summary
    const last = end && {
      result: hider === undefined ? end.result : hider.result(end.result),
      ...(written.error && { error: written.error }),
    }
    const at = events.at(-1)?.at ?? lastAt
    const canceling = written.canceling && { canceling: written.canceling }
    if (lastPosition > 0)
      host.show({ position: lastPosition, account, executionId, workflowId, status: written.status, at, changes, ...canceling, ...last })
    for (const event of events) if (event.type === 'step-succeeded' && event.response !== undefined) answer(event.response)
    if (end !== undefined) finish(end, isFollowed)
    else leaveIfAsleep()
  }

  /** The row is read by everybody, and so is what an error workflow is told. */
  function shownError(error: StepError): StepError {
    if (hider === undefined) return error
    // The same object each time: what an end brings with it is looked up once for each.
    if (hiddenError?.whole !== error) hiddenError = { whole: error, shown: hider.error(error) }
    return hiddenError.shown
  }

  function seal(after: number, events: readonly ExecutionEvent[]): string {
    if (ports.capture === undefined) throw new Error('Nothing can be sealed without a key.')
    return ports.capture.seal({ account: summary.account, executionId: summary.id, after }, events)
  }

  function endOf({ status, finishedAt, error: shown }: Standing): FinishedExecution | undefined {
    if (!isFinal(status) || finishedAt === undefined) return undefined
    const result = crash === undefined ? state.result : null
    const error = crash === undefined ? state.error : shown
    return { executionId: summary.id, status, result, startedAt: summary.startedAt, finishedAt, ...(error && { error }) }
  }

  function answer(first: HttpResponse): void {
    if (response !== undefined) return
    response = first
    host.responded(summary, first)
  }

  function finish(reached: FinishedExecution, isFollowed: boolean): void {
    if (crash?.unwritable !== undefined) host.failed(summary, crash.unwritable.error)
    else host.ended(summary, reached)
    leave({ end: reached, isFollowed })
  }

  function leaveIfAsleep(): void {
    if (presence === 'here' && isAsleep && !calls.areBeingMade() && ledger.isUpToDate()) leave({ dueAt: dueTime() })
  }

  /** It cannot go on here or anywhere: a bug or a missing node type, not a failure of the workflow. */
  function crashed(error: unknown): void {
    if (presence !== 'here') return
    ports.onTrouble(error)
    crash = { standing: standingOfCrash(ports.clock.now(), error) }
    park('The execution crashed.')
    ledger.touch()
  }

  function onUnwritable(error: unknown): void {
    crash = { standing: standingOfCrash(lastAt, error), unwritable: { error } }
    park('The execution crashed.')
  }

  function giveUp(error: unknown): void {
    attempts.abortAll('The execution was given up.')
    host.failed(summary, error)
    leave({}, error)
  }

  function park(reason: string): void {
    if (presence === 'here') presence = 'parked'
    stopAlarm?.()
    attempts.abortAll(reason)
  }

  function leave(why: WhyLeft, reason?: unknown): void {
    if (presence === 'left') return
    presence = 'left'
    stopAlarm?.()
    ledger.close(reason)
    host.left(summary, why)
  }

  return {
    summary,
    isRecorded,
    // Methods and no accessors: V8 keeps the accessors of an object literal in a hidden class of its own for each object, which only a
    // major collection takes away, and everything else of the execution with it.
    end: () => end,
    response: () => response,
    recorded,
    tell,
    callEnded: calls.ended,
    begin,
    takeUp,
    lookAgain(dueAt) {
      place?.look(ports.clock.now())
      fireTimers()
      ledger.rowIsDue(dueAt)
    },
    park: () => park('The process is closing.'),
    abandon: (reason) => leave({}, reason),
  }
}

function isOver(state: ExecutionState): state is ExecutionState & { status: FinishedExecution['status'] } {
  return state.status !== 'new' && isFinal(state.status)
}

function nothing(): void {
  // Nobody has anything to say.
}

function ignore(): void {
  // What was rejected has been told to everyone who waits for it.
}
