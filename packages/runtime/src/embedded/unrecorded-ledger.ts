import type { Ledger, LedgerOptions } from './ledger.ts'

/**
 * The ledger of an execution that is not recorded (`settings.record: never`): whatever it is told counts as written at once, so that the
 * same engine, steps and answers run with no store behind them. What would have to be found again later cannot be had here.
 */
export function createUnrecordedLedger(of: Pick<LedgerOptions, 'standing' | 'onWritten'>): Ledger {
  let isClosed = false

  function tell(written: Pick<Parameters<LedgerOptions['onWritten']>[0], 'events' | 'changes'>): void {
    if (!isClosed) of.onWritten({ position: 0, standing: of.standing(), isFollowed: false, ...written })
  }

  return {
    add(event, changes) {
      if (event.type === 'step-waiting' && event.wait.type === 'signal') {
        throw new Error(`Step ${event.step} waits to be answered, and no one could find it without a record: take "record: never" out.`)
      }
      tell({ events: [event], changes })
    },
    touch: () => tell(nothing),
    rowIsDue() {
      // There is no row.
    },
    recorded: () => done,
    isAllRecorded: () => true,
    // So that it never falls asleep: nobody could wake it.
    isUpToDate: () => false,
    close() {
      isClosed = true
    },
  }
}

const nothing = { events: [], changes: [] }
const done = Promise.resolve()
