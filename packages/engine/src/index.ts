export { assertNever } from './assert-never.ts'
export {
  type ComparableExecution,
  type ComparableStep,
  type ComparedExecutions,
  type ComparedStep,
  compareExecutions,
  outputDifferences,
  type Verdict,
} from './compare/compare-executions.ts'
export { type ComparableStart, isStartOther, startOf } from './compare/compare-starts.ts'
export { compareValues, type Difference } from './compare/compare-values.ts'
export type {
  Catalog,
  Effects,
  InferredParams,
  LookFacts,
  LookPlace,
  NodeTypeFacts,
  ParamMistake,
  ScopeKind,
  TriggerTypeFacts,
} from './document/catalog.ts'
export { parseDuration } from './document/duration.ts'
export { type IdKind, idMistake } from './document/ids.ts'
export { type NamedPorts, namedPorts } from './document/named-ports.ts'
export { nearestWord } from './document/nearest-word.ts'
export { type ParsedWorkflow, parseWorkflow } from './document/parse-workflow.ts'
export { isRedactPath, knownPatterns, readPattern } from './document/redact-settings.ts'
export { parseSize } from './document/size.ts'
export type {
  CaptureLevel,
  InputDefinition,
  Next,
  NodeDefinition,
  Nodes,
  RedactSettings,
  RetentionLimits,
  RetryPolicy,
  TriggerDefinition,
  Workflow,
  WorkflowSettings,
} from './document/workflow.ts'
export { type TypeForSchema, type TypesForSchema, workflowSchema } from './document/workflow-schema.ts'
export type { Progress, StepChange } from './execution/change.ts'
export type { Command } from './execution/command.ts'
export { editInput, type InputEdit } from './execution/edit-input.ts'
export type {
  AnsweredFile,
  Call,
  CancelRequested,
  ClockMoved,
  ErrorClass,
  ExecutionEvent,
  ExecutionStarted,
  GivenOutcome,
  HttpResponse,
  LogLine,
  PauseRequested,
  ReplayFact,
  ResumeRequested,
  Shown,
  SignalReceived,
  StepError,
  StepFailed,
  StepSucceeded,
  StepWaiting,
  Stop,
  Taken,
  TestFact,
  TestTarget,
  TimerFired,
  TriggerFact,
  Wait,
} from './execution/event.ts'
export { type AttemptRecord, type ControlRecord, type ExecutionHistory, readHistory, type StepRecord } from './execution/history.ts'
export { eventsPerPiece, type Piecewise } from './execution/piecewise.ts'
export { type RecordedStep, type Recording, readRecording } from './execution/recorded-steps.ts'
export { type ReplayPrefix, type ReplayRequest, replayPrefix } from './execution/replay-prefix.ts'
export { type AwaitedSignal, awaitedSignals, standingCommands } from './execution/resume.ts'
export { missingValues, readShownLog, type ShownLog } from './execution/shown-log.ts'
export { type ExecutionState, isCanceling, isIdle, isQueued, newExecution, nextDue, type StepRun } from './execution/state.ts'
export { type ExecutionStatus, type FinalStatus, isFinal, type StepStatus } from './execution/status.ts'
export { nodeIdOf } from './execution/step-path.ts'
export { type HiddenValues, type Place, placeOf, stepInput, stepScope } from './execution/step-scope.ts'
export { accepts, type Transition, transition } from './execution/transition.ts'
export { type WaitReason, waitReasonOf } from './execution/wait-reason.ts'
export { dayTime, inTime, spanText, waitSentence } from './execution/wait-sentence.ts'
export { waitingStep } from './execution/waiting-step.ts'
export { ExpressionError } from './expression/expression-error.ts'
export { compileLinearPattern, type LinearPattern } from './expression/pattern/linear-pattern.ts'
export type { Match } from './expression/pattern/pattern-match.ts'
export { type RewordedText, renameNodes } from './expression/rename-nodes.ts'
export type { Scope } from './expression/scope.ts'
export { compileTemplate, evaluateForHistory, evaluateTemplate, type Template } from './expression/template.ts'
export { defaultPriority } from './graph/admission-plan.ts'
export { compilePlan } from './graph/compile-plan.ts'
export type { AdmissionPlan, Plan, PlanNode, Section } from './graph/plan.ts'
export { isJsonObject, type Json, type JsonObject } from './json.ts'
export type { Position, Problem } from './problem.ts'
export { isOfType } from './types/is-of-type.ts'
export { elementsOf, fieldOf, laidOver, withFields } from './types/read-member.ts'
export { failureType } from './types/root-types.ts'
export { schemaOfType } from './types/schema-of-type.ts'
export { type ScopeAnswer, type ScopeName, type ScopeView, scopeAt } from './types/scope-at.ts'
export { typeFromSchema } from './types/type-from-schema.ts'
export { typeOfJson } from './types/type-of-json.ts'
export {
  anyMapType,
  booleanType,
  listOf,
  mapOf,
  nullType,
  numberType,
  stringType,
  unionOf,
  unknownType,
  type ValueType,
} from './types/value-type.ts'
export { type DecodedYaml, decodeYaml } from './yaml/decode-yaml.ts'
export type { Change, EditResult, Path, PlaceChange } from './yaml/edit/change.ts'
export { edit } from './yaml/edit.ts'
export { type ParsedYaml, parseYaml } from './yaml/parse-yaml.ts'
