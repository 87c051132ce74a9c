import type { CanvasStore } from './canvas-store.ts'
import type { ConnectionStore } from './connection-store.ts'
import type { DraftStore } from './draft-store.ts'
import type { EventStore } from './event-store.ts'
import type { ExecutionStore } from './execution-store.ts'
import type { FileStore } from './file-store.ts'
import type { LaneStore } from './lane-store.ts'
import type { LogLineStore } from './log-line-store.ts'
import type { PollStore } from './poll-store.ts'
import type { RetentionStore } from './retention-store.ts'
import type { ScheduleStore } from './schedule-store.ts'
import type { SearchStore } from './search-store.ts'
import type { SettingStore } from './setting-store.ts'
import type { StatisticsStore } from './statistics-store.ts'
import type { TableStore } from './table-store.ts'
import type { TableTokenStore } from './table-token-store.ts'
import type { TriggerStartStore } from './trigger-start-store.ts'
import type { ValueStore } from './value-store.ts'
import type { WorkflowStore } from './workflow-store.ts'

/**
 * Everything Millrace keeps. Every operation takes the account or returns only what belongs to the one given;
 * no query crosses accounts, except the runtime's own sweeps (`due`, `unfinished`, `purge`, `undelivered`, `forgetKeys`, those of `retention`,
 * `schedules` and `polls`, `lanes.withQueue`), `logLines.last`, and `tableTokens.find`, which say so.
 *
 * An adapter is correct when the suite in `@millrace/store/testing` passes.
 */
export interface Store {
  readonly executions: ExecutionStore
  readonly lanes: LaneStore
  readonly workflows: WorkflowStore
  readonly drafts: DraftStore
  readonly canvases: CanvasStore
  readonly values: ValueStore
  readonly connections: ConnectionStore
  readonly files: FileStore
  readonly retention: RetentionStore
  readonly settings: SettingStore
  readonly schedules: ScheduleStore
  readonly events: EventStore
  readonly polls: PollStore
  readonly statistics: StatisticsStore
  readonly search: SearchStore
  readonly logLines: LogLineStore
  readonly tables: TableStore
  readonly tableTokens: TableTokenStore
  readonly triggerStarts: TriggerStartStore
  /** Which adapter this is, for `/readyz` and `millrace start`, e.g. `sqlite`. */
  readonly kind: string
  /** Rejects when the store cannot be written to. */
  check(): Promise<void>
  close(): Promise<void>
}
