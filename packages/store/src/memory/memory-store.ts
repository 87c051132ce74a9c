import type { Store } from '../store.ts'
import { createTableStore } from '../tables/create-table-store.ts'
import { createMemoryCanvases } from './memory-canvases.ts'
import { createMemoryConnections } from './memory-connections.ts'
import { createMemoryDrafts } from './memory-drafts.ts'
import { createMemoryEvents } from './memory-events.ts'
import { createMemoryExecutions } from './memory-executions.ts'
import { createMemoryFiles } from './memory-files.ts'
import { createMemoryLanes } from './memory-lanes.ts'
import { createMemoryLogLines } from './memory-log-lines.ts'
import { createMemoryPolls } from './memory-polls.ts'
import { createMemoryRetention } from './memory-retention.ts'
import { createMemoryRows } from './memory-rows.ts'
import { createMemorySchedules } from './memory-schedules.ts'
import { createMemorySearch } from './memory-search.ts'
import { createMemorySettings } from './memory-settings.ts'
import { createMemoryStatistics } from './memory-statistics.ts'
import { createMemoryTableTokens } from './memory-table-tokens.ts'
import { createMemoryTables } from './memory-tables.ts'
import { createMemoryTriggerStarts } from './memory-trigger-starts.ts'
import { createMemoryValues } from './memory-values.ts'
import { createMemoryWorkflows } from './memory-workflows.ts'

/**
 * Keeps everything in this process, for tests and dry runs. It is gone when the process ends.
 * Values pass through JSON as in every other adapter, so what is read back is never the object that was given.
 */
export function createMemoryStore(): Store {
  const rows = createMemoryRows()
  const files = createMemoryFiles()
  const { dropDrafts, ...workflows } = createMemoryWorkflows()
  const { insert, ...events } = createMemoryEvents()
  const { noteEnd, ...statistics } = createMemoryStatistics(rows)
  return {
    kind: 'memory',
    executions: createMemoryExecutions(rows, noteEnd, insert),
    lanes: createMemoryLanes(rows),
    workflows,
    drafts: createMemoryDrafts(),
    canvases: createMemoryCanvases(),
    values: createMemoryValues(),
    connections: createMemoryConnections(),
    files,
    retention: createMemoryRetention(rows, files, dropDrafts),
    settings: createMemorySettings(),
    schedules: createMemorySchedules(),
    events,
    polls: createMemoryPolls(),
    statistics,
    search: createMemorySearch(rows),
    logLines: createMemoryLogLines(rows),
    tables: createTableStore(createMemoryTables(), insert),
    tableTokens: createMemoryTableTokens(),
    triggerStarts: createMemoryTriggerStarts(),
    async check() {
      // Memory can always be written to.
    },
    async close() {
      // Nothing is open. The data stays, so that a test may look at what a closed runtime left.
    },
  }
}
