import {
  type ExecutionEvent,
  type ExecutionStarted,
  editInput,
  type Json,
  type JsonObject,
  type Piecewise,
  type Recording,
  type ReplayPrefix,
  replayPrefix,
} from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { ReplayStart, StartRequest } from '../driver.ts'
import { startFacts } from '../embedded/start-facts.ts'
import { RuntimeError } from '../errors.ts'
import type { RuntimePorts } from '../ports.ts'
import type { PublishedWorkflow } from '../workflows.ts'
import { assertGiven, assertReached } from './assert-reached.ts'
import type { ReplayChoice, ReplayEdits } from './replay-execution.ts'

export interface ReplayPlan {
  readonly request: StartRequest
  /** What it begins with; of a replay from the beginning, nothing. */
  readonly prefix: Pick<ReplayPrefix, 'kept' | 'changedNodes' | 'undone' | 'events'>
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
export function* planReplay(ports: Pick<RuntimePorts, 'environment' | 'clock'>, parts: Parts): Piecewise<ReplayPlan> {
  const { summary, recording, published, choice, executionId, hash } = parts
  const recorded = startOfRecording(recording)
  const edits: ReplayEdits = choice.type === 'retry' ? {} : choice
  const isWhole = choice.type === 'replay' && choice.from === undefined
  assertFits(edits, isWhole)
  const { from, data, inputs = recorded.inputs, outputs = {} } = edits
  const isFirst = summary.letter === 'open' || (summary.letter === undefined && summary.replayedAs === undefined)
  const letter = choice.type === 'retry' && isFirst && ({ settlesLetter: true } as const)
  const at = ports.clock.now()
  const test = recorded.test && { test: recorded.test }
  const asRecorded: Beginning = { triggerData: recorded.trigger.data, outputs, items: recorded.replay?.items ?? {} }

  if (isWhole) return planned({ ...asRecorded, triggerData: { ...recorded.trigger.data, ...data } }, nothingKept)
  const prefix = yield* fold(asRecorded)
  if (from !== undefined) assertReached(from, prefix, recording, published.plan)
  assertGiven(outputs, prefix, recording)
  const beginning = from === undefined || edits.input === undefined ? asRecorded : withInput(asRecorded, prefix, from, edits.input)
  return planned(beginning, beginning === asRecorded ? prefix : yield* fold(beginning))

  function startOf({ triggerData, items }: Beginning, taken: readonly ExecutionEvent[] = []) {
    const trigger = { ...recorded.trigger, data: triggerData }
    const more = { ...(from !== undefined && { from }), ...(Object.keys(items).length > 0 && { items }) }
    const replay: ReplayStart = { choice: hash, taken, ...more }
    return { account: summary.account, executionId, trigger, inputs, replayOf: summary.id, replay, ...letter, ...test }
  }

  function* fold(begun: Beginning): Piecewise<ReplayPrefix> {
    const started = startFacts(ports, published, startOf(begun), at).event
    return yield* replayPrefix({ recording, plan: published.plan, started, outputs: begun.outputs, ...(from !== undefined && { from }) })
  }

  function planned(begun: Beginning, kept: ReplayPlan['prefix']): ReplayPlan {
    const start = startOf(begun, kept.events.slice(1))
    return { request: { ...start, workflowId: summary.workflowId, version: published.version }, prefix: kept }
  }
}

/** What the new execution is begun with in place of what was recorded. */
interface Beginning {
  readonly triggerData: JsonObject
  readonly outputs: Readonly<Record<string, Json>>
  readonly items: JsonObject
}

const nothingKept: ReplayPlan['prefix'] = { kept: [], changedNodes: [], undone: [], events: [] }

function withInput(beginning: Beginning, { state }: ReplayPrefix, from: string, input: Json): Beginning {
  const edit = editInput(state, from, input)
  if (!edit.ok) throw invalid(`The input of ${from} cannot be edited: ${edit.why}.`)
  if ('triggerData' in edit) return { ...beginning, triggerData: edit.triggerData }
  if ('items' in edit) return { ...beginning, items: { ...beginning.items, ...edit.items } }
  return { ...beginning, outputs: { ...beginning.outputs, ...edit.outputs } }
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
