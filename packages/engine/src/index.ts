export type { Catalog, Effects, NodeTypeFacts, ParamMistake, ScopeKind, TriggerTypeFacts } from './document/catalog.ts'
export type {
  InputDefinition,
  Next,
  NodeDefinition,
  Nodes,
  RetryPolicy,
  TriggerDefinition,
  Workflow,
  WorkflowSettings,
} from './document/workflow.ts'
export type { StepChange } from './execution/change.ts'
export type { Command } from './execution/command.ts'
export type {
  CancelRequested,
  ErrorClass,
  ExecutionEvent,
  ExecutionStarted,
  HttpResponse,
  LogLine,
  StepError,
  StepFailed,
  StepSucceeded,
  StepWaiting,
  TimerFired,
  TriggerFact,
  Wait,
} from './execution/event.ts'
export { type ExecutionStatus, type FinalStatus, isFinal, type StepStatus } from './execution/status.ts'
export { isJsonObject, type Json, type JsonObject } from './json.ts'
export type { Position, Problem } from './problem.ts'
