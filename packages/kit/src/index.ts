export { byteSize } from './byte-size.ts'
export { type CallCors, callCors } from './call-cors.ts'
export { type CallRate, callRate } from './call-rate.ts'
export { type ChatParams, chatParams } from './chat-params.ts'
export { connectionSchema } from './connection-schema.ts'
export { type Control, control, folded } from './control.ts'
export { createCatalog, type Registry } from './create-catalog.ts'
export {
  type AuthorizeContext,
  type AuthorizedRequest,
  type ConnectionDefinition,
  type ConnectionType,
  defineConnection,
} from './define-connection.ts'
export { defineNode, defineScope } from './define-node.ts'
export { defineTrigger } from './define-trigger.ts'
export { functionName, pagePath } from './entry-name.ts'
export { type FailureDetails, FatalError, RetryableError } from './errors.ts'
export { holdsExpression, isWholeExpression } from './expression-text.ts'
export { fileHandle } from './file-handle.ts'
export type { FormField } from './form-fields.ts'
export { type FormPageParams, type FormParams, formPageParams, formParams } from './form-params.ts'
export { type HostPattern, parseHostPattern } from './host-pattern.ts'
export { jsonValue } from './json-value.ts'
export type {
  Clients,
  Connections,
  Disk,
  DiskFile,
  Events,
  FileContent,
  FileHandle,
  Files,
  Guest,
  GuestAnswer,
  GuestCall,
  NodeHost,
  OpenConnection,
  Principal,
  RecordAggregate,
  RecordMetric,
  RecordQuery,
  Records,
  RecordWrite,
  RecordWritten,
  ResolvedHost,
  Tables,
  ValueChange,
  ValueScope,
  Values,
} from './node-host.ts'
export { again, type Call, call, done, respond, type Signal, type Stop, stop, waitFor, waitForSignal, waitUntil } from './node-result.ts'
export type {
  Arrival,
  NodeContext,
  NodeDefinition,
  NodeExample,
  NodeFailure,
  NodeGroup,
  NodeResult,
  NodeType,
  Prepare,
  ScopeDefinition,
  Workshop,
} from './node-type.ts'
export { inputGoesOn, type OutputType } from './output-type.ts'
export { paramMistakes, wantedBy } from './param-mistakes.ts'
export { paramsSchema } from './params-schema.ts'
export { parseOutside } from './parse-outside.ts'
export { parseParams } from './parse-params.ts'
export { schemaTypes } from './schema-types.ts'
export type {
  EventPattern,
  FireTimes,
  HeardEvent,
  Hearing,
  Looking,
  LookResult,
  TriggerDefinition,
  TriggerExample,
  TriggerType,
  WatchContext,
} from './trigger-type.ts'
export { type CheckedAuth, type WebhookAuth, webhookAuth } from './webhook-auth.ts'
