import { parseWorkflow } from '../document/parse-workflow.ts'
import type { StepChange } from '../execution/change.ts'
import type { Command } from '../execution/command.ts'
import type { ExecutionEvent, ExecutionStarted } from '../execution/event.ts'
import { atOnce } from '../execution/piecewise.ts'
import { readRecording } from '../execution/recorded-steps.ts'
import { type ReplayRequest, replayPrefix } from '../execution/replay-prefix.ts'
import { newExecution } from '../execution/state.ts'
import { transition } from '../execution/transition.ts'
import { compilePlan } from '../graph/compile-plan.ts'
import type { Plan } from '../graph/plan.ts'
import type { JsonObject } from '../json.ts'
import { type Interrupt, type Outcome, simulate } from './simulate.ts'
import { snapshotText } from './snapshot-text.ts'
import { testCatalog } from './test-catalog.ts'

/**
 * An execution as a release has recorded it, kept for ever: whoever changes a rule sees here what it does to logs that are out there.
 * The first part says what happened outside; `turns` is what the engine made of it.
 */
export interface RecordedHistory {
  readonly about: string
  /** YAML, with the node types of test-catalog.ts. */
  readonly workflow: string
  readonly trigger?: JsonObject
  readonly inputs?: JsonObject
  /** What each step answers, one outcome for each attempt; the others succeed with their path as output. */
  readonly answers?: Readonly<Record<string, readonly Outcome[]>>
  /** Which of the steps that run answers next. */
  readonly order?: 'first' | 'last'
  /** The jitter of all retries. */
  readonly random?: number
  /** After so many events somebody cancels. */
  readonly cancelAfter?: number
  /** What else comes from outside, by the number of events before it. */
  readonly interrupts?: Readonly<Record<number, Interrupt>>
  /** It is run again so, and what is recorded is that execution. */
  readonly replay?: RecordedReplay
  /** Whether it has no place when it starts. */
  readonly isQueued?: boolean
  /** The release that wrote the turns. */
  readonly recordedBy?: string
  readonly turns?: readonly RecordedTurn[]
}

export interface RecordedReplay extends Pick<RecordedHistory, 'answers'>, Pick<ReplayRequest, 'from' | 'outputs'> {
  readonly items?: JsonObject
}

/** One event and all that follows from it. */
export interface RecordedTurn {
  readonly event: ExecutionEvent
  readonly commands: readonly Command[]
  readonly changes: readonly StepChange[]
  /** The hash of the state's `snapshotText`. */
  readonly snapshot: string
}

type Hash = (text: string) => string

/** Lets the described execution happen, and gives its events. */
export function recordEvents(history: RecordedHistory): readonly ExecutionEvent[] {
  const { answers = {}, order = 'first', cancelAfter, interrupts = {}, trigger, inputs, random, isQueued } = history
  const plan = planOfHistory(history)
  const { log } = simulate(plan, {
    answer: (step, _node, attempt) => answers[step]?.[attempt - 1] ?? {},
    pick: (count) => (order === 'first' ? 0 : count - 1),
    interrupt: (count) => (cancelAfter !== undefined && count >= cancelAfter ? 'cancel' : interrupts[count]),
    ...(trigger && { trigger }),
    ...(inputs && { inputs }),
    ...(random !== undefined && { random }),
    ...(isQueued !== undefined && { isQueued }),
  })
  return history.replay === undefined ? log : replayed(plan, log, history.replay)
}

function replayed(
  plan: Plan,
  log: readonly ExecutionEvent[],
  { answers = {}, items, ...choice }: RecordedReplay,
): readonly ExecutionEvent[] {
  const recording = atOnce(readRecording(plan, log))
  const [first] = recording.events
  if (first?.type !== 'execution-started') throw new Error('A log begins with its start.')
  const replay = { executionId: first.executionId, choice: 'as told', ...(choice.from && { from: choice.from }), ...(items && { items }) }
  const started: ExecutionStarted = { ...first, at: 1_000_000, executionId: 'e2', replay }
  const { events } = atOnce(replayPrefix({ recording, plan, started, ...choice }))
  return simulate(plan, { begins: events, answer: (step, _node, attempt) => answers[step]?.[attempt - 1] ?? {} }).log
}

/** What the engine makes of the events today. */
export function foldTurns(history: RecordedHistory, events: readonly ExecutionEvent[], hash: Hash): readonly RecordedTurn[] {
  const plan = planOfHistory(history)
  const state = newExecution()
  return events.map((event) => {
    const { commands, changes } = transition(plan, state, event)
    return { event, commands, changes, snapshot: hash(snapshotText(state)) }
  })
}

function planOfHistory({ workflow }: RecordedHistory): Plan {
  const parsed = parseWorkflow(workflow, testCatalog)
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'))
  return compilePlan(parsed.workflow, testCatalog)
}
