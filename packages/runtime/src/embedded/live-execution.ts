import {
  accepts,
  type Command,
  type ExecutionEvent,
  type ExecutionState,
  type HttpResponse,
  type StepChange,
  standingCommands,
  transition,
} from '@millrace/engine'
import type { FinishedExecution } from '../driver.ts'
import { type Agenda, type AgendaOptions, createAgenda } from './agenda.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import { type Calls, type CallsOptions, createCalls } from './calls.ts'
import { createFollowUp, type FollowUp } from './follow-up.ts'
import { createLedger, type Ledger, type LedgerOptions, type Standing, type Written } from './ledger.ts'
import type { LiveOptions, WhyLeft } from './live-host.ts'
import { liveMessage } from './live-message.ts'
import { createLiveRest, type LiveRest, type RestOptions } from './live-rest.ts'
import { createLiveStanding, type LiveStanding, type StandingOptions } from './live-standing.ts'
import { type Hands, performCommand } from './perform-command.ts'
import { createPlace, type OwnPlace } from './place.ts'
import { createSealing } from './sealing.ts'
import { createStepRunner, type StepRunner, type StepRunnerOptions } from './step-runner.ts'
import { tellDueTimers } from './tell-due-timers.ts'
import { createUnrecordedLedger } from './unrecorded-ledger.ts'
import { createWaitNotes, noWaitNotes } from './wait-changes.ts'

/**
 * Owns: one execution while it is in memory. Events come in through `tell`; what they ask for is done; what they change is recorded.
 * Does not own: which executions are in memory (the driver), what it stands as (live-standing), when it leaves (live-rest), what is on
 * disk (the ledger), its calls (calls), its attempts (step-runner), any rule (the engine).
 * Invariants: X2 nothing is shown or answered before it is on disk. X3 once it has left, nothing more happens to it here.
 * X4 whatever goes wrong in it ends it and no other.
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
class Live implements LiveExecution, AgendaOptions, StepRunnerOptions, LedgerOptions, CallsOptions, RestOptions, StandingOptions, Hands {
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
  readonly host: LiveOptions['host']
  readonly hider: LiveOptions['hider']
  readonly place: OwnPlace | undefined
  readonly sealing: LedgerOptions['sealing']
  readonly waits: LedgerOptions['waits']
  readonly attempts: Attempts
  readonly ledger: Ledger
  readonly steps: StepRunner
  readonly resting: LiveRest
  readonly agenda: Agenda
  private readonly stands: LiveStanding
  /** Made for the few that call others. */
  ownCalls: Calls | undefined
  private followUpAtEnd: FollowUp | undefined
  /** `parked`: nothing more is begun, what was told is still written. */
  private presence: 'here' | 'parked' | 'left' = 'here'
  private lastPosition = 0
  private reachedEnd: FinishedExecution | undefined
  private firstResponse: HttpResponse | undefined
  /** Set when it has crashed because this cannot be written. */
  private unwritable: { readonly error: unknown } | undefined

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
    this.place = summary.admission && createPlace(summary, plan, state)
    this.sealing = hider && createSealing(this)
    this.waits = isRecorded ? createWaitNotes(state) : noWaitNotes
    this.attempts = createAttempts()
    this.resting = createLiveRest(this)
    this.stands = createLiveStanding(this)
    this.ledger = isRecorded ? createLedger(this) : createUnrecordedLedger(this)
    this.agenda = createAgenda(this)
    this.steps = createStepRunner(this)
  }

  end(): FinishedExecution | undefined {
    return this.reachedEnd
  }

  response(): HttpResponse | undefined {
    return this.firstResponse
  }

  recorded(): Promise<void> {
    return this.ledger.recorded()
  }

  standing(): Standing {
    return this.stands.now()
  }

  isHere(): boolean {
    return this.presence === 'here'
  }

  lastAt(): number {
    return this.stands.lastAt()
  }

  calls(): Calls {
    this.ownCalls ??= createCalls(this)
    return this.ownCalls
  }

  callEnded(step: string, end: FinishedExecution): void {
    this.calls().ended(step, end)
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

  tell(event: ExecutionEvent): boolean {
    if (this.presence !== 'here' || !accepts(this.state, event)) return false
    try {
      const { commands, changes } = transition(this.plan, this.state, event)
      this.note(event, changes, commands)
      this.agenda.add(commands)
    } catch (error) {
      this.crashed(error)
      return true
    }
    this.agenda.work()
    return true
  }

  takeUp(tellFirst?: () => void): void {
    this.place?.look(this.ports.clock.now())
    this.agenda.add(standingCommands(this.state))
    this.agenda.hold(() => {
      // Late timers first: what one of them ends must not be begun again.
      tellDueTimers(this)
      tellFirst?.()
    })
    this.agenda.work()
  }

  begin(events: readonly ExecutionEvent[]): void {
    try {
      for (const event of events) {
        if (accepts(this.state, event)) this.note(event, transition(this.plan, this.state, event).changes, [])
      }
    } catch (error) {
      return this.crashed(error)
    }
    this.takeUp()
  }

  private note(event: ExecutionEvent, changes: readonly StepChange[], commands: readonly Command[]): void {
    this.resting.end()
    this.stands.heard(event.at)
    this.ledger.add(event, changes, commands, this.hider?.show(event, changes, this.state))
  }

  /** What throws here is a bug or a missing node type: it must not take the process along. */
  perform(command: Command): void {
    try {
      performCommand(this, command)
    } catch (error) {
      this.crashed(error)
    }
  }

  rest(): void {
    this.resting.begin()
  }

  lookAgain(dueAt: number): void {
    this.place?.look(this.ports.clock.now())
    this.resting.look()
    this.ledger.rowIsDue(dueAt)
  }

  onWritten(written: Written): void {
    const { position, standing, events, isFollowed } = written
    const end = this.stands.endOf(standing)
    this.reachedEnd = end
    if (standing.place !== undefined) this.host.placed(this.summary, standing.place)
    if (position > 0) this.lastPosition = position
    const at = events.at(-1)?.at ?? this.lastAt()
    if (this.lastPosition > 0) this.host.show(liveMessage(this, this.lastPosition, written, at, end))
    for (const event of events) if (event.type === 'step-succeeded' && event.response !== undefined) this.answer(event.response)
    if (end !== undefined) this.finish(end, isFollowed)
    else this.resting.leaveIfAsleep()
  }

  private answer(first: HttpResponse): void {
    if (this.firstResponse !== undefined) return
    this.firstResponse = first
    this.host.responded(this.key, first)
  }

  private finish(reached: FinishedExecution, isFollowed: boolean): void {
    if (this.unwritable !== undefined) this.host.failed(this.key, this.summary, this.unwritable.error)
    else this.host.ended(this.key, reached)
    this.leave({ end: reached, isFollowed })
  }

  /** It cannot go on here or anywhere: a bug or a missing node type, not a failure of the workflow. */
  crashed(error: unknown): void {
    if (this.presence !== 'here') return
    this.ports.onTrouble(error)
    this.stands.crashed(this.ports.clock.now(), error)
    this.park('The execution crashed.')
    this.ledger.touch()
  }

  onUnwritable(error: unknown): void {
    this.unwritable = { error }
    this.stands.crashed(this.lastAt(), error)
    this.park('The execution crashed.')
  }

  onRefused(error: unknown): void {
    this.attempts.abortAll('The execution was given up.')
    this.host.failed(this.key, this.summary, error)
    this.leave({}, error)
  }

  park(reason = 'The process is closing.'): void {
    if (this.presence === 'here') this.presence = 'parked'
    this.resting.stop()
    this.attempts.abortAll(reason)
  }

  abandon(reason: unknown): void {
    this.leave({}, reason)
  }

  leave(why: WhyLeft, reason?: unknown): void {
    if (this.presence === 'left') return
    this.presence = 'left'
    this.resting.stop()
    this.ledger.close(reason)
    this.host.left(this.key, this.summary, why)
  }
}
