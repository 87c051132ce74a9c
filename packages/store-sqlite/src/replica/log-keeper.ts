// Owns: when the log is moved into the database while somebody else follows it, and what joins the two.
// Does not own: following it.
// Invariants: nothing is moved that the follower does not have, for a log that was moved is written over; that counts what other programs write,
// too. Nobody waits for a follower longer than `patienceMs` for each thousand pages, nor at all for one that has failed; a log that has outgrown
// its limit is not kept any more.

import { randomBytes } from 'node:crypto'
import { StoreError } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { writerSignals } from './log-signals.ts'

/** Who follows the log of a store. */
export interface LogFollower {
  /** Shared with it: see `createLogSignals`. */
  readonly signals: SharedArrayBuffer
  /** What was last found in the database when all until then had been followed. */
  readonly knownTokens: readonly string[]
  /** How many pages the log may hold while nobody follows; 65,536 when left out, which are 256 MB. */
  readonly mostPages?: number
  /** Told once, when the store is open. */
  onSession(session: LogSession): void
  /** Told of a file before the transaction that names it begins. */
  onFile(id: string): void
  /** Told when the store is closed; with a token when the follower has all of the log, and it is the last thing in it. */
  onEnd(token: string | undefined): void
}

export interface LogSession {
  /** What the session before has left in the database; undefined when somebody has opened it without a follower since. */
  readonly found: string | undefined
  readonly token: string
  /** Keeps the log again after it was lost. A new token: what was written in between is not in what was followed. */
  rejoin(): string
}

export interface LogKeeper {
  /** Called after each transaction. */
  committed(): void
  /** Moves all of the log into the database and gives its room back, if that may be. */
  truncate(): void
  /** Called before the database is closed, which moves the log. */
  end(): void
  ended(): void
}

interface LogCounts {
  readonly log: number
  readonly checkpointed: number
}

/** As SQLite does by itself. */
const movedEveryPages = 1_000
/** So many pages before that the follower is asked to make haste, so that little is left to wait for. */
const hasteAtPages = 250
const patienceMs = 500
/** A new timeline, with a copy of the database, would cost more. */
const endPatienceMs = 15_000

/** For a connection that has moved nothing yet. */
export function keepLog(connection: Connection, follower: LogFollower): LogKeeper {
  const { mostPages = 65_536 } = follower
  const { database, prepare, read, write } = connection
  const signals = writerSignals(follower.signals)
  let state: 'kept' | 'lost' | 'ended' = 'kept'
  let nextAt = movedEveryPages
  let lastLog = 0
  let isMoved = false
  let endToken: string | undefined
  let version = dataVersion()

  function counts(mode: 'NOOP' | 'PASSIVE' | 'TRUNCATE'): LogCounts {
    return read(() => prepare(`PRAGMA wal_checkpoint(${mode})`).get()) as unknown as LogCounts // SQLite's own names.
  }

  /** Counting takes 2 µs. */
  function look(): void {
    const { log } = counts('NOOP')
    const isNear = log >= nextAt - hasteAtPages
    if (isNear && lastLog < nextAt - hasteAtPages) signals.ask()
    if (log < lastLog) {
      // Begun anew. If nobody here has moved it, another program has, and the follower may lack what was in it.
      if (!isMoved) return lose()
      isMoved = false
      nextAt = movedEveryPages
    } else if (log > lastLog) isMoved = false
    lastLog = log
    if (log < nextAt) return
    if (isAllShipped(patienceMs)) {
      nextAt = log + movedEveryPages
      moveShipped('PASSIVE')
    } else if (log > mostPages) lose()
    // Twice as late each time: so a slow follower is waited for some seconds in all, and then not kept for any more.
    else nextAt = Math.min(log * 2, mostPages)
  }

  /** Whether the follower has each frame of the log, also of what other programs have written, of which nothing else tells it. */
  function isAllShipped(patience: number): boolean {
    if (hasOtherWritten()) signals.commit()
    return signals.catchUp(patience) && signals.framesShipped() === counts('NOOP').log
  }

  /** What another program has written since the follower was asked may have been moved with the rest, and be written over next. */
  function moveShipped(mode: 'PASSIVE' | 'TRUNCATE'): void {
    const { log, checkpointed } = counts(mode)
    // Readers may need what is behind them.
    isMoved = log === checkpointed
    if (hasOtherWritten()) return lose()
    if (isMoved) signals.moved()
  }

  function dataVersion(): unknown {
    return read(() => prepare('PRAGMA data_version').get())?.data_version
  }

  /** Since it was asked last. SQLite counts what other connections write, and other processes. */
  function hasOtherWritten(): boolean {
    const before = version
    version = dataVersion()
    return version !== before
  }

  function setToken(token: string | undefined): void {
    write(() => {
      prepare('DELETE FROM replica_session').run()
      if (token !== undefined) prepare('INSERT INTO replica_session VALUES (?)').run(token)
    })
  }

  function lose(): void {
    state = 'lost'
    try {
      setToken(undefined)
    } catch (error) {
      // Without room: as long as the token is there, nothing may be moved that the follower lacks.
      state = 'kept'
      throw error
    }
    signals.lose()
    database.exec(`PRAGMA wal_autocheckpoint = ${movedEveryPages}`)
  }

  function rejoin(): string {
    const token = newToken()
    setToken(token)
    database.exec('PRAGMA wal_autocheckpoint = 0')
    nextAt = movedEveryPages
    lastLog = 0
    state = 'kept'
    signals.keep()
    return token
  }

  const row = read(() => prepare('SELECT token FROM replica_session').get())
  const found = row === undefined ? undefined : String(row.token)
  // Another one only for another follower: a death between the two writes of it would part them.
  const isKnown = found !== undefined && follower.knownTokens.includes(found)
  const token = isKnown ? found : newToken()
  if (!isKnown) setToken(token)
  signals.commit()
  follower.onSession({ found, token, rejoin })

  return {
    committed() {
      signals.commit()
      if (state !== 'kept') return
      try {
        look()
      } catch (error) {
        // What was committed is committed; a disk that is full is looked at again. One that cannot be trusted has been told of.
        if (!(error instanceof StoreError)) throw error
      }
    },
    truncate() {
      if (state !== 'kept') counts('TRUNCATE')
      else if (isAllShipped(patienceMs)) moveShipped('TRUNCATE')
    },
    end() {
      if (state === 'kept' && signals.isFollowed()) {
        endToken = newToken()
        setToken(endToken)
      }
      if (endToken !== undefined && isAllShipped(endPatienceMs)) {
        state = 'ended'
        return
      }
      endToken = undefined
      if (state === 'kept') setToken(undefined)
    },
    ended: () => follower.onEnd(endToken),
  }
}

function newToken(): string {
  return randomBytes(16).toString('hex')
}

/** What opens a database without a follower says so, before it writes anything else. */
export function forgetReplica({ read, prepare, write }: Connection): void {
  const table = read(() => prepare("SELECT 1 FROM sqlite_schema WHERE name = 'replica_session'").get())
  if (table === undefined || read(() => prepare('SELECT 1 FROM replica_session').get()) === undefined) return
  write(() => prepare('DELETE FROM replica_session').run())
}
