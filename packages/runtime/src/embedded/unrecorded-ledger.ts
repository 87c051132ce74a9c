import type { ExecutionEvent, StepChange } from '@millrace/engine'
import type { Ledger, LedgerOptions } from './ledger.ts'

/**
 * The ledger of an execution that is not recorded (`settings.record: never`): whatever it is told counts as written at once, so that the
 * same engine, steps and answers run with no store behind them. What would have to be found again later cannot be had here.
 */
export function createUnrecordedLedger(of: Owner): Ledger {
  return new UnrecordedLedger(of)
}

type Owner = Pick<LedgerOptions, 'standing' | 'onWritten'>

/** A class for speed alone: each execution has one. */
class UnrecordedLedger implements Ledger {
  private readonly of: Owner
  private isClosed = false

  constructor(of: Owner) {
    this.of = of
  }

  add(event: ExecutionEvent, changes: readonly StepChange[]): void {
    if (event.type === 'step-waiting' && event.wait.type === 'signal') {
      throw new Error(`Step ${event.step} waits to be answered, and no one could find it without a record: take "record: never" out.`)
    }
    this.tell([event], changes)
  }

  touch(): void {
    this.tell([], [])
  }

  rowIsDue(): void {
    // There is no row.
  }

  recorded(): Promise<void> {
    return done
  }

  isAllRecorded(): boolean {
    return true
  }

  /** So that it never falls asleep: nobody could wake it. */
  isUpToDate(): boolean {
    return false
  }

  close(): void {
    this.isClosed = true
  }

  private tell(events: readonly ExecutionEvent[], changes: readonly StepChange[]): void {
    if (!this.isClosed) this.of.onWritten({ position: 0, standing: this.of.standing(), isFollowed: false, events, changes })
  }
}

const done = Promise.resolve()
