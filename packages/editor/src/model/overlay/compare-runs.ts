import { type ExecutionStatus, isFinal, type Json } from '@millrace/engine'
import { compareValues, type Difference } from '../compare-values.ts'
import type { PlacedStep, Run, RunStep } from './run.ts'

/** How the second of two executions differs from the first at a node, the gravest first. */
export type Verdict = 'only-in-a' | 'only-in-b' | 'path-differs' | 'output-differs' | 'slower' | 'same'

export interface ComparedStep {
  /** The path of the step. */
  readonly step: string
  readonly node: string
  readonly verdict: Verdict
  readonly a: RunStep | undefined
  readonly b: RunStep | undefined
}

export interface ComparedRuns {
  /** In the order of the second execution, with what only the first has where it stood there. */
  readonly steps: readonly ComparedStep[]
  /** By node, the gravest of its steps. */
  readonly nodes: ReadonlyMap<string, Verdict>
  /** Where they part; undefined when they do the same. A step that is merely slower is no parting. */
  readonly first: ComparedStep | undefined
}

const gravity: readonly Verdict[] = ['only-in-a', 'only-in-b', 'path-differs', 'output-differs', 'slower', 'same']

export function compareRuns(a: Run, b: Run): ComparedRuns {
  const others = new Map(b.steps.map((one) => [one.step.step, one]))
  const goesOn = { a: !isOver(a), b: !isOver(b) }
  const known = new Set(a.steps.map(({ step }) => step.step))
  const compared = [
    ...a.steps.map((one, at) => ({ at, one: compareStep(one, others.get(one.step.step)) })),
    ...b.steps.flatMap((one, at) => (known.has(one.step.step) ? [] : [{ at, one: compareStep(undefined, one) }])),
  ]
  const steps = compared
    .toSorted((x, y) => x.at - y.at)
    .map(({ one }) => one)
    .filter((one) => isSettled(one.a, goesOn.a) && isSettled(one.b, goesOn.b))
  const nodes = new Map<string, Verdict>()
  for (const { node, verdict } of steps) nodes.set(node, graver(nodes.get(node) ?? 'same', verdict))
  return { steps, nodes, first: steps.find(({ verdict }) => verdict !== 'same' && verdict !== 'slower') }
}

function isOver({ status }: Run): boolean {
  return isFinal(status as ExecutionStatus) // One that is not known is not over.
}

/** What has not come yet, or has not ended, may still turn out the same. */
function isSettled(step: RunStep | undefined, goesOn: boolean): boolean {
  return !goesOn || step?.finishedAt !== undefined
}

function compareStep(a: PlacedStep | undefined, b: PlacedStep | undefined): ComparedStep {
  const { step, node } = (a ?? b)?.step ?? { step: '', node: '' }
  return { step, node, verdict: verdictOf(a, b), a: a?.step, b: b?.step }
}

function verdictOf(a: PlacedStep | undefined, b: PlacedStep | undefined): Verdict {
  if (a === undefined || b === undefined) return a === undefined ? 'only-in-b' : 'only-in-a'
  if (a.step.status !== b.step.status || a.step.port !== b.step.port) return 'path-differs'
  if (isOutputOther(a.step, b.step)) return 'output-differs'
  return isSlower(lengthOf(a), lengthOf(b)) ? 'slower' : 'same'
}

/** Of large outputs by their hash. Where one is here whole and the other is not, nobody can tell them to be the same. */
function isOutputOther(a: RunStep, b: RunStep): boolean {
  const [before, after] = [a.previews?.output, b.previews?.output]
  if (before !== undefined || after !== undefined) return before?.hash !== after?.hash
  return outputDifferences(a, b, 1).length > 0
}

/** Where the outputs of two steps differ, as far as they are here. */
export function outputDifferences(a: RunStep, b: RunStep, most?: number): readonly Difference[] {
  return compareValues(a.output as Json | undefined, b.output as Json | undefined, most) // From the API, which speaks JSON.
}

function lengthOf({ startMs, endMs }: PlacedStep): number {
  return endMs === undefined ? 0 : endMs - startMs
}

/** By half and by a tenth of a second at least: less is chance. */
function isSlower(before: number, after: number): boolean {
  return after > before * 1.5 && after - before >= 100
}

function graver(one: Verdict, other: Verdict): Verdict {
  return gravity.indexOf(other) < gravity.indexOf(one) ? other : one
}
