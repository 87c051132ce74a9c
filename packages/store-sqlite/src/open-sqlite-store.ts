import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createTableStore, type Store, StoreError } from '@millrace/store'
import { createSqliteCanvases } from './canvases/sqlite-canvases.ts'
import { type Connection, openConnection } from './connection.ts'
import { createSqliteConnections } from './connections/sqlite-connections.ts'
import { takeDataLock } from './data-lock.ts'
import { createSqliteDrafts } from './drafts/sqlite-drafts.ts'
import { encodeEvent } from './events/encode-event.ts'
import { prepareInsertEvent } from './events/insert-event.ts'
import { createSqliteEvents } from './events/sqlite-events.ts'
import { createRemovedLogs } from './executions/removed-logs.ts'
import { createSqliteExecutions } from './executions/sqlite-executions.ts'
import { createSqliteFiles } from './files/sqlite-files.ts'
import { createSqliteLanes } from './lanes/sqlite-lanes.ts'
import { createSqliteLogLines } from './lines/sqlite-log-lines.ts'
import { migrate } from './migrate.ts'
import { createSqlitePolls } from './polls/sqlite-polls.ts'
import { forgetReplica, keepLog, type LogFollower } from './replica/log-keeper.ts'
import { makeShrinkable } from './retention/make-shrinkable.ts'
import { createSqliteRetention } from './retention/sqlite-retention.ts'
import { createSqliteSchedules } from './schedules/sqlite-schedules.ts'
import { createSearchOff } from './search/search-off.ts'
import { createSqliteSearch } from './search/sqlite-search.ts'
import { createSqliteSettings } from './settings/sqlite-settings.ts'
import { createSqliteStatistics } from './statistics/sqlite-statistics.ts'
import { createSqliteTableTokens } from './tables/sqlite-table-tokens.ts'
import { createSqliteTables } from './tables/sqlite-tables.ts'
import { createSqliteTriggerStarts } from './triggers/sqlite-trigger-starts.ts'
import { createSqliteValues } from './values/sqlite-values.ts'
import { createSqliteWorkflows } from './workflows/sqlite-workflows.ts'

export interface SqliteStoreOptions {
  readonly directory: string
  /** Told once, whatever it was that failed, when the disk can no longer be trusted: the process must end, and recovers at its next start. */
  readonly onFatal?: ((error: StoreError) => void) | undefined
  /** Told of what goes wrong beside the store, such as with the search index, and harms nothing in it. */
  readonly onTrouble?: (error: unknown) => void
  /** `off`: no index of words is kept, and searching is refused with `SEARCH_OFF`. */
  readonly search?: 'on' | 'off'
  /** Who ships the log elsewhere; nobody when left out. */
  readonly follower?: LogFollower | undefined
}

/**
 * Opens the store in this directory, which is made if need be, and owns it until `close` or the end of the process.
 * Throws `STORE_IN_USE`, `STORE_UNREACHABLE`, `STORE_TOO_NEW`, `STORE_CORRUPT` or `STORE_FAILED`.
 */
export function openSqliteStore({ directory, onFatal, onTrouble, search, follower }: SqliteStoreOptions): Store {
  makeDirectory(directory)
  const unlock = takeDataLock(directory)
  try {
    const file = join(directory, 'millrace.db')
    let isOpen = false
    // Until it is open, whatever fails is thrown.
    const connection = openMigrated(file, (error) => isOpen && onFatal?.(error), follower)
    isOpen = true
    return createSqliteStore(connection, { afterClose: unlock, onTrouble, searching: search, onFile: follower?.onFile })
  } catch (error) {
    unlock()
    throw error
  }
}

/** For its owner only: what flows through workflows lies in it. */
function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
    throw new StoreError(
      'STORE_UNREACHABLE',
      `The data directory "${directory}" cannot be made${reason}: choose another with --data-dir.`,
      cause,
    )
  }
}

function openMigrated(file: string, onFatal: (error: StoreError) => void, follower: LogFollower | undefined): Connection {
  const connection = openConnection(file, { onFatal, log: follower === undefined ? 'moved' : 'kept' })
  try {
    if (follower === undefined) forgetReplica(connection)
    migrate(connection, file)
    makeShrinkable(connection)
    if (follower !== undefined) connection.keepLog(keepLog(connection, follower))
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

interface StoreParts {
  /** Gives back what was taken for it. */
  afterClose(): void
  readonly onTrouble?: ((error: unknown) => void) | undefined
  readonly searching?: 'on' | 'off' | undefined
  /** Told of a file before its row is written. */
  readonly onFile?: ((id: string) => void) | undefined
}

/** The store on a connection that is open and migrated. */
export function createSqliteStore(
  connection: Connection,
  { afterClose, onTrouble = () => undefined, searching = 'on', onFile }: StoreParts,
): Store {
  const insertEvent = prepareInsertEvent(connection)
  const removedLogs = createRemovedLogs(connection)
  const {
    nudge,
    close: closeSearch,
    ...search
  } = searching === 'on' ? createSqliteSearch(connection, onTrouble) : createSearchOff(connection)
  return {
    kind: 'sqlite',
    executions: createSqliteExecutions(connection, removedLogs, nudge),
    lanes: createSqliteLanes(connection),
    workflows: createSqliteWorkflows(connection),
    drafts: createSqliteDrafts(connection),
    canvases: createSqliteCanvases(connection),
    values: createSqliteValues(connection),
    connections: createSqliteConnections(connection),
    files: createSqliteFiles(connection, onFile),
    retention: createSqliteRetention(connection, removedLogs),
    settings: createSqliteSettings(connection),
    schedules: createSqliteSchedules(connection),
    events: createSqliteEvents(connection),
    polls: createSqlitePolls(connection),
    statistics: createSqliteStatistics(connection),
    search,
    logLines: createSqliteLogLines(connection),
    tables: createTableStore(createSqliteTables(connection), (event) => insertEvent(encodeEvent(event))),
    tableTokens: createSqliteTableTokens(connection),
    triggerStarts: createSqliteTriggerStarts(connection),
    async check() {
      // A real write: with a full or read-only disk, beginning a transaction still succeeds.
      connection.write(() => connection.prepare("UPDATE counter SET value = value + 1 WHERE name = 'check'").run())
    },
    async close() {
      try {
        await closeSearch()
        connection.close()
      } finally {
        afterClose()
      }
    },
  }
}
