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
export type { Store } from './store.ts'
export type { WorkflowStore, WorkflowVersion } from './workflow-store.ts'
