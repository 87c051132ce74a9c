import type { Canvas } from '../canvas.ts'
import type { CanvasEdge } from '../canvas-edge.ts'
import { triggerKey } from '../canvas-node.ts'
import { errorPath } from './error-path.ts'
import { isFailure, itemCount, type PlacedStep, type Run, type RunStep } from './run.ts'

/** Up to where an execution is looked at: the steps that had begun at a time, or the first so many. */
export type Cursor = { readonly by: 'time'; readonly atMs: number } | { readonly by: 'step'; readonly count: number }

export interface Question {
  /** The end, when left out. */
  readonly cursor?: Cursor
  /** By scope, the iteration that is looked at; all of them, where none is chosen. */
  readonly turns?: ReadonlyMap<string, number>
}

/** An execution as it is pinned on a canvas. */
export interface Overlay<Step extends RunStep = RunStep> {
  /** By key of the node. A node that has not begun has none. */
  readonly badges: ReadonlyMap<string, Badge<Step>>
  /** By id of the edge. */
  readonly edges: ReadonlyMap<string, EdgeState>
  /** Keys of nodes and ids of edges on the way to what the execution failed with. */
  readonly errorPath: ReadonlySet<string>
  /** By scope, its iterations up to the cursor. */
  readonly turns: ReadonlyMap<string, readonly TurnState[]>
  /** How many steps have begun, of how many. */
  readonly begun: number
  readonly total: number
  /** Of all steps, how many belong to nodes of this canvas; a sentence when the others are to be told of. */
  readonly shown: number
  readonly notice: string | undefined
}

export interface Badge<Step extends RunStep = RunStep> {
  readonly status: string
  readonly durationMs: number | undefined
  readonly attempts: number
  /** How many items came out. */
  readonly items: number | undefined
  /** How often the node has run, with the iterations that are looked at, and how often it failed. To be skipped is not to run. */
  readonly runs: number
  readonly failures: number
  /** The latest of them, which the badge shows; where it never ran, the latest time that it was skipped. */
  readonly step: Step
}

export interface EdgeState {
  readonly state: 'carried' | 'not-taken' | 'waiting'
  /** How often. */
  readonly count: number
}

export interface TurnState {
  readonly index: number
  readonly status: string
}

export function overlayOf<Step extends RunStep>(
  canvas: Pick<Canvas, 'nodes' | 'edges'>,
  run: Run<Step>,
  question: Question = {},
): Overlay<Step> {
  const keys = new Set(canvas.nodes.filter(({ kind }) => kind !== 'trigger').map(({ key }) => key))
  const look = lookAt(run, question.cursor)
  const begun = run.steps.filter((step, index) => hasBegun(step, index, question.cursor))
  const seen = begun.filter((step) => isLookedAt(step, question.turns))
  const byNode = Map.groupBy(seen, ({ step }) => step.node)
  const edges = new Map(canvas.edges.map((edge) => [edge.id, stateOf(edge, byNode, run, look)]))
  const shown = run.steps.filter(({ step }) => keys.has(step.node)).length
  const badges = [...byNode].filter(([node]) => keys.has(node)).map(([node, steps]): [string, Badge<Step>] => [node, badgeOf(steps, look)])
  return {
    badges: new Map(badges),
    edges,
    errorPath: errorPath(canvas, begun, run.failedStep),
    turns: turnsOf(begun, look, question.turns),
    begun: begun.length,
    total: run.steps.length,
    shown,
    notice: noticeOf(shown, run.steps.length),
  }
}

function noticeOf(shown: number, total: number): string | undefined {
  if (total === 0) return 'Nothing was recorded of the steps of this execution: the settings of the workflow, or of the instance, say so.'
  return shown === total ? undefined : `${shown} of ${total} steps are on this version: the workflow has changed since.`
}

function hasBegun({ startMs }: PlacedStep, index: number, cursor: Cursor | undefined): boolean {
  if (cursor === undefined) return true
  return cursor.by === 'step' ? index < cursor.count : startMs <= cursor.atMs
}

function isLookedAt({ turns }: PlacedStep, chosen: Question['turns']): boolean {
  return chosen === undefined || turns.every(({ scope, index }) => (chosen.get(scope) ?? index) === index)
}

/** What is asked about, and the scopes that still go on there. */
interface Look {
  readonly cursor: Cursor | undefined
  /** The step that the cursor is at. */
  readonly at: PlacedStep | undefined
  /** Paths of scopes, and of their turns, some of whose steps have not begun. */
  readonly open: ReadonlySet<string>
}

/** Step by step there is no time: a scope ends when the last step inside it has begun. */
function lookAt({ steps }: Run, cursor: Cursor | undefined): Look {
  const open = new Set<string>()
  if (cursor?.by === 'step')
    for (const { section } of steps.slice(cursor.count))
      for (let path = section; path !== '' && !open.has(path); path = path.slice(0, Math.max(0, path.lastIndexOf('.'))))
        open.add(path).add(path.replace(/\[\d+\]$/, ''))
  return { cursor, at: cursor?.by === 'step' ? steps[cursor.count - 1] : undefined, open }
}

/** At a time in its middle, a step still runs. */
function statusAt({ step, endMs }: PlacedStep, { cursor, open }: Look): string {
  if (open.has(step.step)) return 'running'
  return cursor?.by === 'time' && endMs !== undefined && endMs > cursor.atMs ? 'running' : step.status
}

function badgeOf<Step extends RunStep>(steps: readonly PlacedStep<Step>[], look: Look): Badge<Step> {
  const { cursor } = look
  const ran = steps.filter((one) => one.step.status !== 'skipped')
  const last = steps.at(-1) as PlacedStep<Step> // A group is never empty.
  const latest = last === look.at ? last : (ran.at(-1) ?? last)
  const { step, startMs, endMs } = latest
  const status = statusAt(latest, look)
  const isOver = endMs !== undefined && status === step.status
  const begun = cursor?.by === 'time' ? step.attempts.filter((attempt) => Date.parse(attempt.startedAt) <= cursor.atMs) : step.attempts
  return {
    status,
    durationMs: isOver ? (step.durationMs ?? endMs - startMs) : undefined,
    attempts: begun.length,
    items: isOver ? itemCount(step.output) : undefined,
    runs: ran.length,
    failures: steps.filter((one) => isFailure(statusAt(one, look))).length,
    step,
  }
}

function stateOf(edge: CanvasEdge, byNode: ReadonlyMap<string, readonly PlacedStep[]>, run: Run, look: Look): EdgeState {
  if (edge.kind === 'trigger') {
    const isTaken = edge.from === triggerKey(run.triggerId)
    return { state: isTaken ? 'carried' : 'not-taken', count: isTaken ? 1 : 0 }
  }
  const steps = byNode.get(edge.from) ?? []
  const settled = steps.filter((one) => one.endMs !== undefined && statusAt(one, look) === one.step.status)
  const count = settled.filter(({ step }) => step.port === edge.port).length
  if (count > 0) return { state: 'carried', count }
  return { state: settled.length > 0 && settled.length === steps.length ? 'not-taken' : 'waiting', count: 0 }
}

/** The gravest status of an iteration's steps, as far as the cursor; of a scope in another one, those of the iteration that is looked at there. */
function turnsOf(
  steps: readonly PlacedStep[],
  look: Look,
  chosen: ReadonlyMap<string, number> | undefined,
): ReadonlyMap<string, readonly TurnState[]> {
  const found = new Map<string, Map<number, string>>()
  for (const one of steps) {
    const status = statusAt(one, look)
    for (const { scope, index } of one.turns) {
      const turns = found.get(scope) ?? new Map<number, string>()
      const known = turns.get(index)
      found.set(scope, turns.set(index, known === undefined ? status : graver(known, status)))
      if ((chosen?.get(scope) ?? index) !== index) break
    }
  }
  return new Map(
    [...found].map(([scope, turns]) => [scope, [...turns].map(([index, status]) => ({ index, status })).sort((a, b) => a.index - b.index)]),
  )
}

const gravity = ['failed', 'timed_out', 'canceled', 'retrying', 'waiting', 'running', 'success', 'skipped']

function graver(one: string, other: string): string {
  return gravity.indexOf(other) !== -1 && gravity.indexOf(other) < gravity.indexOf(one) ? other : one
}
