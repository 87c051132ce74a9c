import {
  type ExecutionStarted,
  editInput,
  type Json,
  type JsonObject,
  type Recording,
  type ReplayPrefix,
  replayPrefix,
} from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { StartRequest } from '../driver.ts'
import { startFacts } from '../embedded/start-facts.ts'
import { RuntimeError } from '../errors.ts'
import type { RuntimePorts } from '../ports.ts'
import type { PublishedWorkflow } from '../workflows.ts'
import { assertGiven, assertReached } from './assert-reached.ts'
import type { ReplayChoice, ReplayEdits } from './replay-execution.ts'

export interface ReplayPlan {
  readonly request: StartRequest
  /** What it begins with; of a replay from the beginning, nothing. */
  readonly prefix: Pick<ReplayPrefix, 'kept' | 'changedNodes' | 'events'>
}

interface Parts {
  readonly summary: ExecutionSummary
  readonly recording: Recording
  readonly published: PublishedWorkflow
  readonly choice: ReplayChoice
  /** Of the new execution. */
  readonly executionId: string
  readonly hash: string
}

/** What is to be started so that the choice comes true, or the error that says why it cannot. */
export function planReplay(ports: Pick<RuntimePorts, 'environment' | 'clock'>, parts: Parts): ReplayPlan {
  const { summary, recording, published, choice, executionId, hash } = parts
  const recorded = startOfRecording(recording)
  const edits: ReplayEdits = choice.type === 'retry' ? {} : choice
  const isWhole = choice.type === 'replay' && choice.from === undefined
  assertFits(edits, isWhole)
  const { from, data, inputs = recorded.inputs, outputs = {} } = edits
  const settlesLetter = choice.type === 'retry' && summary.letter === 'open'
  const replay = { choice: hash, ...(from !== undefined && { from }), ...(settlesLetter && { settlesLetter }) }
  const at = ports.clock.now()

  if (isWhole) return planned({ ...recorded.trigger.data, ...data }, { kept: [], changedNodes: [], events: [] })
  return planned(...withInput(edits.input))

  function planned(triggerData: JsonObject, prefix: ReplayPlan['prefix']): ReplayPlan {
    const request = { ...startOf(triggerData), workflowId: summary.workflowId, version: published.version }
    return { request: { ...request, replay: { ...replay, taken: prefix.events.slice(1) } }, prefix }
  }

  function startOf(triggerData: JsonObject) {
    const trigger = { ...recorded.trigger, data: triggerData }
    return { account: summary.account, executionId, trigger, inputs, replayOf: summary.id, replay: { ...replay, taken: [] } }
  }

  function withInput(input: Json | undefined): [JsonObject, ReplayPrefix] {
    const triggerData = recorded.trigger.data
    const prefix = fold(triggerData, outputs)
    if (from !== undefined) assertReached(from, prefix, recording, published.plan)
    assertGiven(outputs, prefix, recording)
    if (input === undefined || from === undefined) return [triggerData, prefix]
    const edit = editInput(prefix.state, from, input)
    if (!edit.ok) throw new RuntimeError('REPLAY_INVALID', `The input of ${from} cannot be edited: ${edit.why}.`)
    if ('triggerData' in edit) return [edit.triggerData, fold(edit.triggerData, outputs)]
    return [triggerData, fold(triggerData, { ...outputs, ...edit.outputs })]
  }

  function fold(triggerData: JsonObject, given: Readonly<Record<string, Json>>): ReplayPrefix {
    const started: ExecutionStarted = startFacts(ports, published, startOf(triggerData), at).event
    return replayPrefix({ recording, plan: published.plan, started, outputs: given, ...(from !== undefined && { from }) })
  }
}

function startOfRecording({ events: [started], executionId }: Recording): ExecutionStarted {
  if (started?.type === 'execution-started') return started
  throw new Error(`The recording of execution ${executionId} does not begin with its start.`)
}

/** What the steps that are kept were given cannot be edited: they are not run again. */
function assertFits({ from, input, outputs, data, inputs }: ReplayEdits, isWhole: boolean): void {
  if (!isWhole && (data !== undefined || inputs !== undefined)) {
    throw invalid('The data and inputs of the start can be edited only when it is run again from the beginning: leave out the step.')
  }
  if (from === undefined && (input !== undefined || outputs !== undefined)) {
    throw invalid('An input or outputs are given to a replay from a step: name the step, or edit the data and inputs of the start.')
  }
}

function invalid(message: string): RuntimeError {
  return new RuntimeError('REPLAY_INVALID', message)
}
