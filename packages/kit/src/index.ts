export { type FailureDetails, FatalError, RetryableError } from './errors.ts'
export type { NodeContext, NodeDefinition, NodeExample, NodeGroup, NodeResult, NodeType, ScopeDefinition } from './node-type.ts'
export type { TriggerDefinition, TriggerType } from './trigger-type.ts'
