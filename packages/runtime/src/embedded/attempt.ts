import type { Command, ExecutionEvent, ExecutionState, Json, JsonObject, LogLine, Plan, StepRun } from '@millrace/engine'
import type { NodeType } from '@millrace/kit'
import type { RuntimePorts } from '../ports.ts'

export type RunStep = Extract<Command, { type: 'run-step' }>
export type AttemptEvent = Extract<ExecutionEvent, { type: 'step-succeeded' | 'step-failed' | 'step-waiting' }>

/** What an attempt ends with: its event, or a call that must be made before there is one. */
export type AttemptOutcome = AttemptEvent | { readonly type: 'start-call'; readonly event: AttemptEvent; readonly call: CallRequest }

export interface CallRequest {
  readonly executionId: string
  readonly workflow: string
  readonly version?: number
  readonly inputs: JsonObject
}

export interface Attempt {
  readonly ports: RuntimePorts
  readonly account: string
  readonly plan: Plan
  readonly state: ExecutionState
  readonly step: StepRun
  readonly node: NodeType
  readonly signal: () => AbortSignal
}

/** What every event of the attempt tells. */
export interface AttemptBase {
  readonly at: number
  readonly step: string
  readonly attempt: number
  readonly startedAt: number
  readonly input?: Json
  readonly logs?: readonly LogLine[]
}
