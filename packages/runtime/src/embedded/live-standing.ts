import { type ExecutionState, type FinalStatus, isFinal, type StepError } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { Hider } from '../capture/hider.ts'
import type { FinishedExecution } from '../driver.ts'
import { crashStanding } from './crash-standing.ts'
import { isFailure, isOnItsOwn } from './failure.ts'
import { isOver } from './is-over.ts'
import type { Standing } from './ledger.ts'
import type { LiveRest } from './live-rest.ts'
import type { OwnPlace } from './place.ts'
import { unfinishedStanding } from './unfinished-standing.ts'

/**
 * Owns: what an execution in memory stands as, asked at any moment: what its row is to say, whether it goes on, has crashed or is over.
 * Does not own: whether it sleeps (live-rest), when its row is written (the ledger), what its state means (the engine).
 * Invariants: T1 a crash outweighs all that the log says, from the moment it is known. T2 of an error the row says only what may be read.
 * T3 a failure that nobody else hears of is a dead letter with its end. T4 only what sleeps has a due time: what is awake sees to itself.
 */
export interface LiveStanding {
  now(): Standing
  /** The end that a standing of this execution tells of; undefined while it goes on. */
  endOf(standing: Standing): FinishedExecution | undefined
  /** An event of this time has come in. */
  heard(at: number): void
  /** When the last event came. */
  lastAt(): number
  /** It cannot go on. */
  crashed(at: number, cause: unknown): void
}

export interface StandingOptions {
  readonly state: ExecutionState
  readonly summary: ExecutionSummary
  readonly hider: Pick<Hider, 'error'> | undefined
  readonly place: OwnPlace | undefined
  readonly resting: Pick<LiveRest, 'isAsleep' | 'dueTime'>
}

export function createLiveStanding(options: StandingOptions): LiveStanding {
  return new Standings(options)
}

/** A class for speed alone: each execution has one. */
class Standings implements LiveStanding {
  private readonly of: StandingOptions
  private lastEventAt: number
  private crash: Standing | undefined
  private hiddenError: { readonly whole: StepError; readonly shown: StepError } | undefined

  constructor(options: StandingOptions) {
    this.of = options
    this.lastEventAt = options.summary.startedAt
  }

  heard(at: number): void {
    this.lastEventAt = at
  }

  lastAt(): number {
    return this.lastEventAt
  }

  crashed(at: number, cause: unknown): void {
    const { error, ...rest } = crashStanding(at, cause)
    this.crash = { ...rest, ...(error && { error: this.shownError(error) }), ...this.letterFor('crashed') }
  }

  now(): Standing {
    const { place } = this.of
    const now = this.withoutPlace()
    return place === undefined ? now : { ...now, place: isFinal(now.status) ? null : place.now() }
  }

  endOf({ status, finishedAt, error: shown }: Standing): FinishedExecution | undefined {
    if (!isFinal(status) || finishedAt === undefined) return undefined
    const { state, summary } = this.of
    const result = this.crash === undefined ? state.result : null
    const error = this.crash === undefined ? state.error : shown
    return { executionId: summary.id, status, result, startedAt: summary.startedAt, finishedAt, ...(error && { error }) }
  }

  private withoutPlace(): Standing {
    const { state, resting } = this.of
    if (this.crash !== undefined) return this.crash
    if (isOver(state)) return this.over(state)
    const isAsleep = resting.isAsleep()
    const goingOn = unfinishedStanding(state, isAsleep)
    const dueAt = isAsleep ? resting.dueTime() : undefined
    return dueAt === undefined ? goingOn : { ...goingOn, dueAt }
  }

  private over({ status, error }: ExecutionState & { readonly status: FinalStatus }): Standing {
    return { status, finishedAt: this.lastEventAt, ...(error && { error: this.shownError(error) }), ...this.letterFor(status) }
  }

  /** What nobody else hears of stays until somebody has dealt with it. */
  private letterFor(status: FinalStatus): Pick<Standing, 'letter'> {
    return isFailure(status) && isOnItsOwn(this.of.summary, this.of.state.trigger) ? { letter: 'open' } : {}
  }

  /** The row is read by everybody, and so is what an error workflow is told. */
  private shownError(error: StepError): StepError {
    const { hider } = this.of
    if (hider === undefined) return error
    // The same object each time: what an end brings with it is looked up once for each.
    if (this.hiddenError?.whole !== error) this.hiddenError = { whole: error, shown: hider.error(error) }
    return this.hiddenError.shown
  }
}
