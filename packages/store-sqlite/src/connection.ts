// Owns: the one open database, its settings, its kept statements and its transactions.
// Does not own: what is written, and the lock on the data directory.
// Invariants: one writer, in this thread. A write is on disk when `write` returns, or nothing of it is. After a fatal failure
// nothing is written any more: what an fsync that failed has left on disk is not known.

import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { failPoint, StoreError } from '@millrace/store'
import type { LogKeeper } from './replica/log-keeper.ts'
import { storeErrorOf } from './sqlite-error.ts'

export interface Connection {
  readonly database: DatabaseSync
  /** The statement for this text, prepared at its first use and kept. */
  prepare(sql: string): StatementSync
  /** Runs the work in one transaction and returns when it is on disk; throws, and has written nothing, if anything fails. */
  write<T>(work: () => T): T
  read<T>(work: () => T): T
  /** Moves the write-ahead log into the database and gives its room back, unless somebody still needs it. */
  truncateLog(): void
  /** From now on this decides when the log is moved. */
  keepLog(keeper: LogKeeper): void
  close(): void
}

interface ConnectionOptions {
  /** Told once when nothing may be written any more. */
  readonly onFatal?: ((error: StoreError) => void) | undefined
  /** `kept`: the log is not moved before somebody says when. */
  readonly log?: 'moved' | 'kept'
}

export function openConnection(file: string, { onFatal, log = 'moved' }: ConnectionOptions = {}): Connection {
  const database = openDatabase(file, log)
  const statements = new Map<string, StatementSync>()
  let failure: StoreError | undefined
  let keeper: LogKeeper | undefined

  function prepare(sql: string): StatementSync {
    const kept = statements.get(sql)
    if (kept !== undefined) return kept
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  /** Names the failure, and remembers it if it is fatal. */
  function failed(error: unknown): unknown {
    const named = storeErrorOf(error, file)
    if (named instanceof StoreError && named.fatal && failure === undefined) {
      failure = named
      onFatal?.(named)
    }
    return named
  }

  function assertOpen(): void {
    if (!database.isOpen) throw new StoreError('STORE_CLOSED', `The store "${file}" is closed: open it again.`)
  }

  function rollBack(): void {
    // SQLite has already rolled back by itself after some failures.
    if (!database.isTransaction) return
    try {
      prepare('ROLLBACK').run()
    } catch (error) {
      throw failed(error)
    }
  }

  return {
    database,
    prepare,

    write(work) {
      assertOpen()
      if (failure !== undefined) throw failure
      let result: ReturnType<typeof work>
      try {
        prepare('BEGIN IMMEDIATE').run()
        result = work()
        failPoint('transaction-open')
        prepare('COMMIT').run()
        failPoint('transaction-done')
      } catch (error) {
        const named = failed(error)
        rollBack()
        throw named
      }
      keeper?.committed()
      return result
    },

    read(work) {
      assertOpen()
      try {
        return work()
      } catch (error) {
        throw failed(error)
      }
    },

    truncateLog() {
      try {
        if (keeper === undefined) prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
        else keeper.truncate()
      } catch (error) {
        throw failed(error)
      }
    },

    keepLog(given) {
      keeper = given
    },

    close() {
      if (!database.isOpen) return
      try {
        keeper?.end()
      } finally {
        // Closing moves the write-ahead log into the database; where that fails, the log stays and is read at the next start.
        database.close()
      }
      keeper?.ended()
    },
  }
}

function openDatabase(file: string, log: 'moved' | 'kept'): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: 2_000 })
    for (const pragma of [movedBy[log], ...settings]) database.exec(`PRAGMA ${pragma}`)
    return database
  } catch (error) {
    database?.close()
    throw storeErrorOf(error, file)
  }
}

// Before any other: the one of auto_vacuum is a transaction, and a log that a death has left long would be moved behind it.
const movedBy = {
  // The WAL is moved into the database every 1,000 pages, SQLite's default. Measured with 50 executions in a commit: p50 1.8 ms,
  // p99 5-6 ms; every 4,000 pages gives a tenth more commits and a p99 of 10 ms. 'synchronous = OFF' would give a third more.
  moved: 'wal_autocheckpoint = 1000',
  kept: 'wal_autocheckpoint = 0',
} as const

const settings = [
  // Counts for a database that has no tables yet, and lets what retention deletes be given back a little at a time. Costs 1-2 % of the commits.
  'auto_vacuum = INCREMENTAL',
  'journal_mode = WAL',
  // An fsync at each commit: NORMAL would lose what was acknowledged when the power fails.
  'synchronous = FULL',
  // On macOS an fsync does not reach the disk without these; elsewhere they mean nothing.
  'fullfsync = ON',
  'checkpoint_fullfsync = ON',
  // 16 MB of pages, taken only as they are used. More gains nothing, nor do larger pages.
  'cache_size = -16384',
  'temp_store = MEMORY',
]
