export type { CanvasChange, CanvasEntry, CanvasStore } from './canvas-store.ts'
export type { ConnectionStore, ConnectionWrite, StoredConnection } from './connection-store.ts'
export {
  decodeLineCursor,
  decodeNumberCursor,
  decodePairCursor,
  decodeSleeperCursor,
  decodeStepCursor,
  decodeTextCursor,
  decodeTimeCursor,
  decodeVersionCursor,
  encodeCursor,
  firstSleeper,
} from './cursor.ts'
export type { DeadLetter, LetterCount, LetterFilter, LetterStatus } from './dead-letter.ts'
export type { DraftStore, DraftWrite, StoredDraft } from './draft-store.ts'
export { encodeJson } from './encode-json.ts'
export { StoreError, type StoreErrorCode, storeErrors } from './errors.ts'
export {
  decodeEvents,
  type EncodedEvents,
  encodeEvents,
  type LargeValue,
  type LargeValueReference,
  largeObjects,
} from './event-codec.ts'
export type {
  Delivery,
  EventFilter,
  EventFiring,
  EventPlace,
  EventSource,
  EventStore,
  NewEvent,
  NewStoredEvent,
  PatternChange,
  PatternKey,
  StoredEvent,
  StoredPattern,
} from './event-store.ts'
export { holdsEvent } from './events/holds-event.ts'
export type {
  CreateExecution,
  ExecutionFilter,
  ExecutionPatch,
  ExecutionStore,
  ExecutionSummary,
  ExecutionWrite,
  Listed,
  LogChunk,
  Page,
  SealedChange,
  SealedEvents,
  WakeExecution,
  WriteOutcome,
} from './execution-store.ts'
export { type FailPoint, failPoint, failPoints } from './fail-point.ts'
export type { FileStore, StoredFile } from './file-store.ts'
export type { Admission, LaneMembers, LaneStore, Place } from './lane-store.ts'
export { isSurelyLarge, type KnownValues } from './large-parts.ts'
export { holdsLine } from './lines/holds-line.ts'
export { linesIn, type NewLine } from './lines/lines-in.ts'
export { type LineFilter, type LinePlace, type LogLevel, type LogLineStore, logLevels, type StoredLine } from './log-line-store.ts'
export { isListed } from './memory/memory-filter.ts'
export { createMemoryStore } from './memory/memory-store.ts'
export { pageOf } from './page.ts'
export {
  type FoundItem,
  type ListedPoll,
  listedPoll,
  type PollKey,
  type PollStore,
  type StoredPoll,
} from './poll-store.ts'
export type {
  DraftsQuery,
  DroppedDrafts,
  FinishedPage,
  FinishedQuery,
  FinishedRow,
  Removal,
  Removed,
  RetentionStore,
  StoreSize,
  WorkflowPlace,
} from './retention-store.ts'
export type { ScheduleKey, ScheduleStore, StoredSchedule } from './schedule-store.ts'
export { textsOf } from './search/event-texts.ts'
export { matchesTexts, parseTextQuery, type TextQuery } from './search/text-query.ts'
export { foldText, tokensIn } from './search/tokens.ts'
export type { Found, SearchProgress, SearchRequest, SearchStore } from './search-store.ts'
export type { SettingStore, SettingWrite, StoredSetting } from './setting-store.ts'
export {
  bucketMiddleMs,
  durationBucket,
  type EndedRun,
  minuteOf,
  minutesKeptMs,
  type StatisticsStore,
  type Tally,
  type TallyQuery,
  type UnfinishedCount,
} from './statistics-store.ts'
export type { Store } from './store.ts'
export type {
  AccessRule,
  AggregateQuery,
  ChangeLoss,
  ChangeOptions,
  Column,
  ColumnChange,
  ColumnType,
  Metric,
  OperationResult,
  Principal,
  RecordMatch,
  RelationChange,
  Table,
  TableAccess,
  TableChange,
  TableChanged,
  TableDraft,
  TableOperation,
  TableQuery,
  TableRecord,
  TableRecords,
  TableStore,
  TableWrite,
} from './table-store.ts'
export type { StoredTableToken, TableTokenStore } from './table-token-store.ts'
export { readCell } from './tables/cell.ts'
export type { Condition, Field, Test } from './tables/condition.ts'
export { createTableStore } from './tables/create-table-store.ts'
export { inferColumn } from './tables/infer-column.ts'
export type { KeptColumn, KeptTable } from './tables/kept-table.ts'
export { ownField } from './tables/own-field.ts'
export { readTargets } from './tables/read-targets.ts'
export type { SortKey } from './tables/sort-order.ts'
export type { RowQuery, TableCatalog, TableEngine, TableKeys, TableLinks, TableRows } from './tables/table-engine.ts'
export { assertColumnName, fitsColumnName } from './tables/table-names.ts'
export type { Cell, TableRow } from './tables/table-row.ts'
export type { TriggerStart, TriggerStartStore } from './trigger-start-store.ts'
export { assertKey, encodeValue } from './value-limits.ts'
export type { ExpectedRevision, StoredValue, ValuePlace, ValueSpace, ValueStore, ValueWrite } from './value-store.ts'
export type { WaitChanges, WaitingStep } from './waiting-step.ts'
export type { WorkflowDraft, WorkflowStore, WorkflowVersion } from './workflow-store.ts'
