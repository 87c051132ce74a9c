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
import { type Agenda, type AgendaOptions, createAgenda } from './agenda.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import { type Calls, createCalls } from './calls.ts'
import { crashStanding } from './crash-standing.ts'
import { isFailure, isOnItsOwn } from './failure.ts'
import { createFollowUp, type FollowUp } from './follow-up.ts'
import { createLedger, type Ledger, type LedgerOptions, type Standing, type Written } from './ledger.ts'
import type { LiveOptions, WhyLeft } from './live-host.ts'
import { maySleep } from './may-sleep.ts'
import { createPlace } from './place.ts'
import { createStepRunner, type StepRunner, type StepRunnerOptions } from './step-runner.ts'
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
export interface LiveExecution extends Pick<LiveOptions, 'summary' | 'key' | 'isRecorded'> {
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

export function createLiveExecution(options: LiveOptions): LiveExecution {
  return new Live(options)
}

/**
 * A class for speed alone, handed as it is to what works for it: a closure for each of its methods was a third of all that a start allocates.
 * It has methods and no accessors, as its parts have: docs/decisions/0006.
 */
class Live implements LiveExecution, AgendaOptions, StepRunnerOptions, LedgerOptions {
  readonly ports: LiveOptions['ports']
  readonly recorder: LiveOptions['recorder']
  readonly turns: LiveOptions['turns']
  readonly fence: number
  readonly plan: LiveOptions['plan']
  readonly state: ExecutionState
  readonly summary: LiveOptions['summary']
  readonly key: string
  readonly isRecorded: boolean
  readonly recordedEvents: number
  readonly settlesLetter: true | undefined
  readonly sealing: LedgerOptions['sealing']
  readonly waits: LedgerOptions['waits']
  readonly attempts: Attempts
  readonly ledger: Ledger
  private readonly host: LiveOptions['host']
  private readonly hider: LiveOptions['hider']
  private readonly place: ReturnType<typeof createPlace> | undefined
  private readonly agenda: Agenda
  private readonly steps: StepRunner
  private calls: Calls | undefined
  private followUpAtEnd: FollowUp | undefined
  private isAsleep = false
  /** `parked`: nothing more is begun, what was told is still written. */
  private presence: 'here' | 'parked' | 'left' = 'here'
  private lastEventAt: number
  private lastPosition = 0
  private stopAlarm: (() => void) | undefined
  private reachedEnd: FinishedExecution | undefined
  private firstResponse: HttpResponse | undefined
  private hiddenError: { readonly whole: StepError; readonly shown: StepError } | undefined
  /** Set when it cannot go on: its standing from then on. */
  private crash: { readonly standing: Standing; readonly unwritable?: { readonly error: unknown } } | undefined

  constructor(options: LiveOptions) {
    const { plan, state, summary, hider, isRecorded } = options
    this.ports = options.ports
    this.recorder = options.recorder
    this.turns = options.turns
    this.fence = options.fence
    this.plan = plan
    this.state = state
    this.summary = summary
    this.key = options.key
    this.isRecorded = isRecorded
    this.recordedEvents = options.recordedEvents
    this.settlesLetter = options.settlesLetter
    this.host = options.host
    this.hider = hider
    this.lastEventAt = summary.startedAt
    this.place = summary.admission && createPlace(summary, plan, state)
    this.sealing = hider && this.sealingOf()
    this.waits = isRecorded ? createWaitNotes(state) : noWaits
    this.attempts = createAttempts()
    this.ledger = isRecorded ? createLedger(this) : createUnrecordedLedger(this)
    this.agenda = createAgenda(this)
    this.steps = createStepRunner(this)
  }

  /** Known once the end is on disk. */
  end(): FinishedExecution | undefined {
    return this.reachedEnd
  }

  response(): HttpResponse | undefined {
    return this.firstResponse
  }

  recorded(): Promise<void> {
    return this.ledger.recorded()
  }

  isHere(): boolean {
    return this.presence === 'here'
  }

  lastAt(): number {
    return this.lastEventAt
  }

  callEnded(step: string, end: FinishedExecution): void {
    this.callsOf().ended(step, end)
  }

  startCall(...call: Parameters<Calls['start']>): void {
    this.callsOf().start(...call)
  }

  lookAgain(dueAt: number): void {
    this.place?.look(this.ports.clock.now())
    this.fireTimers()
    this.ledger.rowIsDue(dueAt)
  }

  abandon(reason: unknown): void {
    this.leave({}, reason)
  }

  /** Made for the few that call others. */
  private callsOf(): Calls {
    const { ports, state, summary, host, hider } = this
    this.calls ??= createCalls({
      ports,
      state,
      summary,
      host,
      hider,
      isHere: () => this.isHere(),
      recorded: () => this.recorded(),
      tell: (event) => this.tell(event),
      startedCall: (command, event) => this.steps.answered(command, event),
      onQuiet: () => this.rest(),
    })
    return this.calls
  }

  private areCallsBeingMade(): boolean {
    return this.calls?.areBeingMade() ?? false
  }

  private sealingOf(): LedgerOptions['sealing'] {
    return { seal: (after, events) => this.seal(after, events), isNeeded: () => !isOnItsOwn(this.summary, this.state.trigger) }
  }

  followUp(last: Standing): ReturnType<FollowUp> {
    const { ports, host, summary, plan, state, hider } = this
    this.followUpAtEnd ??= createFollowUp({
      ports,
      prepare: (end) => host.followUp({ summary, plan, state, hider, end }),
      onReady: () => this.ledger.touch(),
    })
    return this.followUpAtEnd(last)
  }

  onDone(): void {
    this.rest()
  }

  tell(event: ExecutionEvent): boolean {
    if (this.presence !== 'here' || !accepts(this.state, event)) return false
    this.isAsleep = false
    try {
      const { commands, changes } = transition(this.plan, this.state, event)
      this.lastEventAt = event.at
      this.ledger.add(event, changes, commands, this.hider?.show(event, changes, this.state))
      this.agenda.add(commands)
    } catch (error) {
      this.crashed(error)
      return true
    }
    this.agenda.work()
    return true
  }

  takeUp(tellFirst = nothing): void {
    this.place?.look(this.ports.clock.now())
    this.agenda.add(standingCommands(this.state))
    this.agenda.hold(() => {
      // Late timers first: what one of them ends must not be begun again.
      this.tellDueTimers()
      tellFirst()
    })
    this.agenda.work()
  }

  begin(events: readonly ExecutionEvent[]): void {
    try {
      for (const event of events) {
        if (!accepts(this.state, event)) continue
        const { changes } = transition(this.plan, this.state, event)
        this.ledger.add(event, changes, [], this.hider?.show(event, changes, this.state))
        this.lastEventAt = event.at
      }
    } catch (error) {
      return this.crashed(error)
    }
    this.takeUp()
  }

  /** What throws here is a bug or a missing node type: it must not take the process along. */
  perform(command: Command): void {
    try {
      this.performOne(command)
    } catch (error) {
      this.crashed(error)
    }
  }

  private performOne(command: Command): void {
    switch (command.type) {
      case 'run-step':
        return this.steps.run(command)
      case 'cancel-step':
        return this.attempts.abort(command.step)
      case 'await-execution':
        return this.callsOf().await(command)
      case 'cancel-execution':
        // Like a step that reaches outside: only once it is on disk that nobody waits for the called one.
        return void this.ledger.recorded().then(() => this.host.cancelCall(this.summary, command.executionId), ignore)
      case 'start-timer':
      case 'cancel-timer':
      case 'end-execution':
        return // `rest` looks at all timers when the turn is over; what ran was canceled step by step before the end.
      default:
        return assertNever(command)
    }
  }

  /** The turn is over: sets the alarm, or goes to sleep when nothing is near. */
  private rest(): void {
    this.stopAlarm?.()
    this.stopAlarm = undefined
    if (this.presence !== 'here' || this.agenda.isWorking() || isOver(this.state)) return
    this.isAsleep = this.isRecorded && maySleep(this.state, this.ports.clock.now()) && !this.areCallsBeingMade()
    if (!this.isAsleep) return this.setAlarm()
    // Told, it comes back here.
    if (this.place?.isToGiveUp()) return void this.tell({ type: 'place-released', at: this.ports.clock.now() })
    this.ledger.touch()
    // Where the row says so already, there is nothing to write and nobody would come back to it.
    setImmediate(() => this.leaveIfAsleep())
  }

  private setAlarm(): void {
    const due = nextDue(this.state)
    if (due !== undefined) this.stopAlarm = this.ports.clock.wakeAt(due, () => this.fireTimers())
  }

  /** In the order in which they were due: late, a wait that ended in time still comes before the timeout after it. */
  private tellDueTimers(): void {
    const now = this.ports.clock.now()
    const due = [...this.state.timers].filter(([, dueAt]) => dueAt <= now).sort(([, one], [, other]) => one - other)
    if (due.length > 0) failPoint('timer-due')
    for (const [timer] of due) this.tell({ type: 'timer-fired', at: now, timer, random: this.ports.random() })
    if (due.length > 0) failPoint('timer-told')
  }

  private fireTimers(): void {
    this.tellDueTimers()
    this.rest()
  }

  standing(): Standing {
    const now = this.standingWithoutPlace()
    return this.place === undefined ? now : { ...now, place: isFinal(now.status) ? null : this.place.now() }
  }

  private standingWithoutPlace(): Standing {
    if (this.crash !== undefined) return this.crash.standing
    if (isOver(this.state))
      return {
        status: this.state.status,
        finishedAt: this.lastEventAt,
        ...(this.state.error && { error: this.shownError(this.state.error) }),
        ...this.letterFor(this.state.status),
      }
    const goingOn = unfinishedStanding(this.state, this.isAsleep)
    const dueAt = this.isAsleep ? this.dueTime() : undefined
    return dueAt === undefined ? goingOn : { ...goingOn, dueAt }
  }

  private standingOfCrash(at: number, cause: unknown): Standing {
    const { error, ...rest } = crashStanding(at, cause)
    return { ...rest, ...(error && { error: this.shownError(error) }), ...this.letterFor('crashed') }
  }

  private dueTime(): number | undefined {
    return this.place?.startsAt() ?? nextDue(this.state)
  }

  /** What nobody else hears of stays until somebody has dealt with it. */
  private letterFor(status: FinalStatus): Pick<Standing, 'letter'> {
    return isFailure(status) && isOnItsOwn(this.summary, this.state.trigger) ? { letter: 'open' } : {}
  }

  onWritten({ position, standing: written, events, changes, isFollowed }: Written): void {
    const end = this.endOf(written)
    this.reachedEnd = end
    if (written.place !== undefined) this.host.placed(this.summary, written.place)
    this.lastPosition = position === 0 ? this.lastPosition : position
    const { account, id: executionId, workflowId } = this.summary
    const last = end && {
      result: this.hider === undefined ? end.result : this.hider.result(end.result),
      ...(written.error && { error: written.error }),
    }
    const at = events.at(-1)?.at ?? this.lastEventAt
    const canceling = written.canceling && { canceling: written.canceling }
    if (this.lastPosition > 0)
      this.host.show({
        position: this.lastPosition,
        account,
        executionId,
        workflowId,
        status: written.status,
        at,
        changes,
        ...canceling,
        ...last,
      })
    for (const event of events) if (event.type === 'step-succeeded' && event.response !== undefined) this.answer(event.response)
    if (end !== undefined) this.finish(end, isFollowed)
    else this.leaveIfAsleep()
  }

  /** The row is read by everybody, and so is what an error workflow is told. */
  private shownError(error: StepError): StepError {
    if (this.hider === undefined) return error
    // The same object each time: what an end brings with it is looked up once for each.
    if (this.hiddenError?.whole !== error) this.hiddenError = { whole: error, shown: this.hider.error(error) }
    return this.hiddenError.shown
  }

  private seal(after: number, events: readonly ExecutionEvent[]): string {
    if (this.ports.capture === undefined) throw new Error('Nothing can be sealed without a key.')
    return this.ports.capture.seal({ account: this.summary.account, executionId: this.summary.id, after }, events)
  }

  private endOf({ status, finishedAt, error: shown }: Standing): FinishedExecution | undefined {
    if (!isFinal(status) || finishedAt === undefined) return undefined
    const result = this.crash === undefined ? this.state.result : null
    const error = this.crash === undefined ? this.state.error : shown
    return { executionId: this.summary.id, status, result, startedAt: this.summary.startedAt, finishedAt, ...(error && { error }) }
  }

  private answer(first: HttpResponse): void {
    if (this.firstResponse !== undefined) return
    this.firstResponse = first
    this.host.responded(this.key, first)
  }

  private finish(reached: FinishedExecution, isFollowed: boolean): void {
    if (this.crash?.unwritable !== undefined) this.host.failed(this.key, this.summary, this.crash.unwritable.error)
    else this.host.ended(this.key, reached)
    this.leave({ end: reached, isFollowed })
  }

  private leaveIfAsleep(): void {
    if (this.presence === 'here' && this.isAsleep && !this.areCallsBeingMade() && this.ledger.isUpToDate())
      this.leave({ dueAt: this.dueTime() })
  }

  /** It cannot go on here or anywhere: a bug or a missing node type, not a failure of the workflow. */
  crashed(error: unknown): void {
    if (this.presence !== 'here') return
    this.ports.onTrouble(error)
    this.crash = { standing: this.standingOfCrash(this.ports.clock.now(), error) }
    this.park('The execution crashed.')
    this.ledger.touch()
  }

  onUnwritable(error: unknown): void {
    this.crash = { standing: this.standingOfCrash(this.lastEventAt, error), unwritable: { error } }
    this.park('The execution crashed.')
  }

  onRefused(error: unknown): void {
    this.attempts.abortAll('The execution was given up.')
    this.host.failed(this.key, this.summary, error)
    this.leave({}, error)
  }

  park(reason = 'The process is closing.'): void {
    if (this.presence === 'here') this.presence = 'parked'
    this.stopAlarm?.()
    this.attempts.abortAll(reason)
  }

  private leave(why: WhyLeft, reason?: unknown): void {
    if (this.presence === 'left') return
    this.presence = 'left'
    this.stopAlarm?.()
    this.ledger.close(reason)
    this.host.left(this.key, this.summary, why)
  }
}

function isOver(state: ExecutionState): state is ExecutionState & { status: FinishedExecution['status'] } {
  return state.status !== 'new' && isFinal(state.status)
}

const noWaits: LedgerOptions['waits'] = { note: nothing, take: () => undefined }

function nothing(): void {
  // Nobody has anything to say.
}

function ignore(): void {
  // What was rejected has been told to everyone who waits for it.
}
