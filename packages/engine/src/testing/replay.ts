import type { ExecutionEvent, ExecutionStarted } from '../execution/event.ts'
import { readHistory } from '../execution/history.ts'
import { atOnce } from '../execution/piecewise.ts'
import { readRecording } from '../execution/recorded-steps.ts'
import { type ReplayPrefix, type ReplayRequest, replayPrefix } from '../execution/replay-prefix.ts'
import type { Plan } from '../graph/plan.ts'
import type { Json } from '../json.ts'
import { type Outcome, type Simulation, simulate } from './simulate.ts'
import { planOf, type TestNode } from './test-catalog.ts'

/** How the replay starts. */
export const started: ExecutionStarted = {
  type: 'execution-started',
  at: 500_000,
  executionId: 'e2',
  workflow: { id: 'test', version: 1 },
  trigger: { id: 'manual', type: 'manual', data: {} },
  inputs: {},
  vars: {},
  env: {},
}

/** What a node comes to. */
export type Answer = NonNullable<Simulation['answer']>
export type Nodes = Record<string, TestNode>

export interface Case {
  readonly nodes: Nodes
  readonly answer?: Answer
  /** What the workflow is by the time of the replay. */
  readonly edited?: Nodes
  readonly answerThen?: Answer
  readonly cancelAfter?: number
  readonly cancelHow?: 'cancel' | 'clean-up'
  readonly settings?: Parameters<typeof planOf>[1]
}

/** Runs the nodes, takes what is kept, and runs the rest. */
export function replay(
  { nodes, answer = () => ({}), edited = nodes, answerThen = answer, cancelAfter, cancelHow = 'cancel', settings }: Case,
  choice: Pick<ReplayRequest, 'from' | 'outputs'> = {},
) {
  const interrupt = (count: number) => (cancelAfter !== undefined && count >= cancelAfter ? cancelHow : undefined)
  const before = simulate(planOf(nodes, settings), { answer, interrupt })
  const recording = atOnce(readRecording(planOf(nodes, settings), before.log))
  const plan = planOf(edited, settings)
  const prefix = atOnce(replayPrefix({ recording, plan, started, ...choice }))
  return { recording, plan, prefix, ...goOn(plan, prefix, answerThen) }
}

/** Runs what is not kept, and says what ran. */
export function goOn(plan: Plan, prefix: ReplayPrefix, answer: Answer, pick?: Simulation['pick']) {
  const ran: string[] = []
  const { state, log } = simulate(plan, { answer, begins: prefix.events, onRun: (step) => ran.push(step), ...(pick && { pick }) })
  return { ran, state, log, history: readHistory(plan, log) }
}

/** Status, port and output of each step. */
export function outcomesIn(plan: Plan, log: readonly ExecutionEvent[]): ReadonlyMap<string, Json> {
  return new Map(readHistory(plan, log).steps.map(({ step, status, port = null, output = null }) => [step, [status, port, output]]))
}

export const fatal: Outcome = { error: { class: 'fatal' } }
export const chain: Nodes = { a: { next: 'b' }, b: { next: 'c' }, c: {} }
