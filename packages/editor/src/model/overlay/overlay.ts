import type { Canvas } from '../canvas.ts'
import type { CanvasEdge } from '../canvas-edge.ts'
import { triggerKey } from '../canvas-node.ts'
import { errorPath } from './error-path.ts'
import { type Cursor, type Look, lookAt, statusAt } from './look.ts'
import { isFailure, itemCount, type PlacedStep, type Run, type RunStep } from './run.ts'
import { type TurnState, turnsOf } from './turns-of.ts'

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
  readonly edges: ReadonlyMap<string, EdgeState<Step>>
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

export interface EdgeState<Step extends RunStep = RunStep> {
  readonly state: 'carried' | 'not-taken' | 'waiting'
  /** How often. */
  readonly count: number
  /** The latest whose output went along it; none for that of a trigger. */
  readonly step?: Step
}

export function overlayOf<Step extends RunStep>(
  canvas: Pick<Canvas, 'nodes' | 'edges'>,
  run: Run<Step>,
  question: Question = {},
): Overlay<Step> {
  const keys = new Set(canvas.nodes.flatMap(({ kind, key }) => (kind === 'trigger' ? [] : [key])))
  const look = lookAt(run, question.cursor)
  const begun = look.begun(run.steps)
  const tallies = tallyOf(begun, look, question.turns)
  const edges = new Map(canvas.edges.map((edge) => [edge.id, stateOf(edge, tallies, run)]))
  const badges = [...tallies].flatMap(([node, tally]): [string, Badge<Step>][] => (keys.has(node) ? [[node, badgeOf(tally, look)]] : []))
  let shown = 0
  for (const { step } of run.steps) if (keys.has(step.node)) shown++
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

/** What a node did, added up in one pass: of ten thousand iterations nothing is kept but this. */
interface Tally<Step extends RunStep> {
  steps: number
  runs: number
  failures: number
  settled: number
  /** By port, how often it was left by, and the latest time. */
  readonly ports: Map<string | undefined, { count: number; last: Step }>
  last: PlacedStep<Step>
  lastRan: PlacedStep<Step> | undefined
}

function tallyOf<Step extends RunStep>(
  steps: readonly PlacedStep<Step>[],
  look: Look,
  chosen: Question['turns'],
): ReadonlyMap<string, Tally<Step>> {
  const found = new Map<string, Tally<Step>>()
  const isAll = chosen === undefined || chosen.size === 0
  for (const one of steps) {
    if (!isAll && !isLookedAt(one, chosen)) continue
    const { step, endMs } = one
    let tally = found.get(step.node)
    if (tally === undefined) {
      tally = { steps: 0, runs: 0, failures: 0, settled: 0, ports: new Map(), last: one, lastRan: undefined }
      found.set(step.node, tally)
    }
    const status = statusAt(one, look)
    tally.steps++
    tally.last = one
    if (step.status !== 'skipped') {
      tally.runs++
      tally.lastRan = one
    }
    if (isFailure(status)) tally.failures++
    if (endMs === undefined || status !== step.status) continue
    tally.settled++
    tally.ports.set(step.port, { count: (tally.ports.get(step.port)?.count ?? 0) + 1, last: step })
  }
  return found
}

function isLookedAt({ turns }: PlacedStep, chosen: ReadonlyMap<string, number>): boolean {
  return turns.every(({ scope, index }) => (chosen.get(scope) ?? index) === index)
}

function badgeOf<Step extends RunStep>({ runs, failures, last, lastRan }: Tally<Step>, look: Look): Badge<Step> {
  const { cursor } = look
  const latest = last === look.at ? last : (lastRan ?? last)
  const { step, startMs, endMs } = latest
  const status = statusAt(latest, look)
  const isOver = endMs !== undefined && status === step.status
  const begun = cursor?.by === 'time' ? step.attempts.filter((attempt) => Date.parse(attempt.startedAt) <= cursor.atMs) : step.attempts
  return {
    status,
    durationMs: isOver ? (step.durationMs ?? endMs - startMs) : undefined,
    attempts: begun.length,
    items: isOver ? itemCount(step.output) : undefined,
    runs,
    failures,
    step,
  }
}

function stateOf<Step extends RunStep>(edge: CanvasEdge, tallies: ReadonlyMap<string, Tally<Step>>, run: Run): EdgeState<Step> {
  if (edge.kind === 'trigger') {
    const isTaken = edge.from === triggerKey(run.triggerId)
    return { state: isTaken ? 'carried' : 'not-taken', count: isTaken ? 1 : 0 }
  }
  const tally = tallies.get(edge.from)
  const taken = tally?.ports.get(edge.port)
  if (taken !== undefined) return { state: 'carried', count: taken.count, step: taken.last }
  return { state: tally !== undefined && tally.settled === tally.steps ? 'not-taken' : 'waiting', count: 0 }
}
