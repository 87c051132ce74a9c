import { failPoint, StoreError } from '@millrace/store'
import type { Connection } from './connection.ts'
import { executionsAndWorkflows } from './migrations/0001-executions-and-workflows.ts'
import { valuesConnectionsFiles } from './migrations/0002-values-connections-files.ts'
import { waitsAndLetters } from './migrations/0003-waits-and-letters.ts'
import { preparedWorkflows } from './migrations/0004-prepared-workflows.ts'
import { control } from './migrations/0005-control.ts'
import { admission } from './migrations/0006-admission.ts'
import { replays } from './migrations/0007-replays.ts'
import { retention } from './migrations/0008-retention.ts'
import { statistics } from './migrations/0009-statistics.ts'
import { schedules } from './migrations/0010-schedules.ts'
import { settings } from './migrations/0012-settings.ts'
import { sealedEvents } from './migrations/0013-sealed-events.ts'
import { search } from './migrations/0014-search.ts'
import { removedLogs } from './migrations/0015-removed-logs.ts'
import { events } from './migrations/0020-events.ts'
import { tables } from './migrations/0021-tables.ts'
import { polls } from './migrations/0023-polls.ts'
import { eventPatterns } from './migrations/0025-event-patterns.ts'
import { drafts } from './migrations/0026-drafts.ts'
import { versionNotes } from './migrations/0027-version-notes.ts'
import { testExecutions } from './migrations/0028-test-executions.ts'
import { foundItems } from './migrations/0029-found-items.ts'
import { tableTokens } from './migrations/0030-table-tokens.ts'
import { keptDrafts } from './migrations/0031-kept-drafts.ts'
import { triggerStarts } from './migrations/0032-trigger-starts.ts'
import { logLines } from './migrations/0033-log-lines.ts'
import { replicaSession } from './migrations/0034-replica-session.ts'

/** In order and never edited once released. The database's `user_version` says how many of them it has had. */
export const migrations: readonly string[] = [
  executionsAndWorkflows,
  valuesConnectionsFiles,
  waitsAndLetters,
  preparedWorkflows,
  control,
  admission,
  replays,
  retention,
  statistics,
  settings,
  schedules,
  sealedEvents,
  search,
  removedLogs,
  events,
  tables,
  polls,
  eventPatterns,
  drafts,
  versionNotes,
  testExecutions,
  foundItems,
  tableTokens,
  keptDrafts,
  triggerStarts,
  logLines,
  replicaSession,
]

/** Brings the database up to this release, each step in its own transaction; throws `STORE_TOO_NEW` when it is beyond it. */
export function migrate(connection: Connection, file: string): void {
  const done = connection.read(() => versionOf(connection))
  if (done > migrations.length) {
    throw new StoreError(
      'STORE_TOO_NEW',
      `"${file}" was written by a newer release (schema ${done}, this one knows ${migrations.length}): start that release, or put back a backup from before it.`,
    )
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < done) continue
    connection.write(() => {
      connection.database.exec(sql)
      connection.database.exec(`PRAGMA user_version = ${index + 1}`)
      failPoint('migration-step')
    })
    failPoint('migration-done')
  }
}

function versionOf({ database }: Connection): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version)
}
