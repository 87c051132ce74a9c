import { type ExecutionStatus, isFinal } from '../execution/status.ts'
import type { Json } from '../json.ts'
import { compareValues, type Difference } from './compare-values.ts'

/** How the second of two executions differs from the first at a step, the gravest first. */
export type Verdict = 'only-in-a' | 'only-in-b' | 'path-differs' | 'output-differs' | 'slower' | 'same'

/** What is read of a step, as the API tells it. */
export interface ComparableStep {
  /** Its path, which says which steps of the two are the same. */
  readonly step: string
  readonly node: string
  readonly status: string
  readonly port?: string | undefined
  readonly output?: unknown
  /** Fields that are masked, cut short or gone, for they are not to be kept. */
  readonly hides?: readonly string[] | undefined
  /** Fields of which only the beginning is here, with the hash of the whole. */
  readonly previews?: { readonly [field: string]: { readonly hash: string } } | undefined
}

export interface ComparableExecution<Step extends ComparableStep> {
  readonly status: string
  /** In the order of their beginning. Times are milliseconds since 1970; what goes on has no end. */
  readonly steps: readonly { readonly step: Step; readonly startMs: number; readonly endMs: number | undefined }[]
}

export interface ComparedStep<Step extends ComparableStep = ComparableStep> {
  /** The path of the step. */
  readonly step: string
  readonly node: string
  readonly verdict: Verdict
  readonly a: Step | undefined
  readonly b: Step | undefined
  /** Not all that one of them gave out is kept: the outputs may differ where nobody can see it. */
  readonly isPartial: boolean
}

export interface ComparedExecutions<Step extends ComparableStep = ComparableStep> {
  /** In the order of the second execution, with what only the first has where it stood there. */
  readonly steps: readonly ComparedStep<Step>[]
  /** By node, the gravest of its steps. */
  readonly nodes: ReadonlyMap<string, Verdict>
  /** Where they part; undefined when they do the same. A step that is merely slower is no parting. */
  readonly first: ComparedStep<Step> | undefined
}

type Timed<Step extends ComparableStep> = ComparableExecution<Step>['steps'][number]

const gravity: readonly Verdict[] = ['only-in-a', 'only-in-b', 'path-differs', 'output-differs', 'slower', 'same']

/** Two executions step by step. Of one that goes on, what has not ended is left out: it may still turn out the same. */
export function compareExecutions<Step extends ComparableStep>(
  a: ComparableExecution<Step>,
  b: ComparableExecution<Step>,
): ComparedExecutions<Step> {
  const isShown = (one: Timed<Step> | undefined, { status }: ComparableExecution<Step>): boolean =>
    isOver(status) || one?.endMs !== undefined
  const steps = pairSteps(a, b)
    .filter(({ one, other }) => isShown(one, a) && isShown(other, b))
    .map(({ one, other }) => compareStep(one, other))
  const nodes = new Map<string, Verdict>()
  for (const { node, verdict } of steps) nodes.set(node, graver(nodes.get(node) ?? 'same', verdict))
  return { steps, nodes, first: steps.find(({ verdict }) => verdict !== 'same' && verdict !== 'slower') }
}

interface Pair<Step extends ComparableStep> {
  readonly one: Timed<Step> | undefined
  readonly other: Timed<Step> | undefined
}

/** In the order of the second; what only the first has follows the step of both that it followed there. */
function pairSteps<Step extends ComparableStep>(a: ComparableExecution<Step>, b: ComparableExecution<Step>): readonly Pair<Step>[] {
  const own = new Map(a.steps.map((one) => [one.step.step, one]))
  const inBoth = new Set(b.steps.map(({ step }) => step.step))
  const onlyInA = new Map<string | undefined, Pair<Step>[]>()
  let before: string | undefined
  for (const one of a.steps) {
    if (inBoth.has(one.step.step)) before = one.step.step
    else if (!onlyInA.get(before)?.push({ one, other: undefined })) onlyInA.set(before, [{ one, other: undefined }])
  }
  const paired = b.steps.flatMap((other) => [{ one: own.get(other.step.step), other }, ...(onlyInA.get(other.step.step) ?? [])])
  return [...(onlyInA.get(undefined) ?? []), ...paired]
}

/** Where the outputs of two steps differ, as far as they are here. */
export function outputDifferences(a: ComparableStep, b: ComparableStep, most?: number): readonly Difference[] {
  return compareValues(a.output as Json | undefined, b.output as Json | undefined, most) // From the API, which speaks JSON.
}

function isOver(status: string): boolean {
  return isFinal(status as ExecutionStatus) // One that is not known is not over.
}

function compareStep<Step extends ComparableStep>(a: Timed<Step> | undefined, b: Timed<Step> | undefined): ComparedStep<Step> {
  const { step, node } = (a ?? b)?.step ?? { step: '', node: '' }
  return { step, node, verdict: verdictOf(cameTo(a), cameTo(b)), a: a?.step, b: b?.step, isPartial: isPartial(a) || isPartial(b) }
}

type Side = Timed<ComparableStep> | undefined

/** What was skipped is in the log, but nothing came there. */
function cameTo(side: Side): Side {
  return side?.step.status === 'skipped' ? undefined : side
}

function isPartial(side: Side): boolean {
  return side?.step.hides?.some((field) => field !== 'input' && field !== 'logs') ?? false
}

function verdictOf(a: Side, b: Side): Verdict {
  if (a === undefined || b === undefined) return a !== undefined ? 'only-in-a' : b !== undefined ? 'only-in-b' : 'same'
  if (a.step.status !== b.step.status || a.step.port !== b.step.port) return 'path-differs'
  if (isOutputOther(a.step, b.step)) return 'output-differs'
  return isSlower(lengthOf(a), lengthOf(b)) ? 'slower' : 'same'
}

/** Of large outputs by their hash. Where one is here whole and the other is not, nobody can tell them to be the same. */
function isOutputOther(a: ComparableStep, b: ComparableStep): boolean {
  const [before, after] = [a.previews?.output, b.previews?.output]
  if (before !== undefined || after !== undefined) return before?.hash !== after?.hash
  return outputDifferences(a, b, 1).length > 0
}

function lengthOf({ startMs, endMs }: Timed<ComparableStep>): number {
  return endMs === undefined ? 0 : endMs - startMs
}

/** By half and by a tenth of a second at least: less is chance. */
function isSlower(before: number, after: number): boolean {
  return after > before * 1.5 && after - before >= 100
}

function graver(one: Verdict, other: Verdict): Verdict {
  return gravity.indexOf(other) < gravity.indexOf(one) ? other : one
}
