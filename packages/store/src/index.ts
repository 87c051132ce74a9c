export { decodeNumberCursor, decodeTextCursor, decodeTimeCursor, encodeCursor } from './cursor.ts'
export { StoreError, type StoreErrorCode, storeErrors } from './errors.ts'
export {
  decodeEvents,
  type EncodedEvents,
  encodeEvents,
  encodeJson,
  type LargeValue,
  type LargeValueReference,
  largeValueBytes,
} from './event-codec.ts'
export type {
  ExecutionFilter,
  ExecutionPatch,
  ExecutionStore,
  ExecutionSummary,
  ExecutionWrite,
  Listed,
  LogChunk,
  Page,
  WriteOutcome,
} from './execution-store.ts'
export { createMemoryStore } from './memory/memory-store.ts'
export { pageOf } from './page.ts'
export type { Store } from './store.ts'
export type { WorkflowStore, WorkflowVersion } from './workflow-store.ts'
