import {
  type ComparedExecutions,
  type ComparedStep,
  type Difference,
  type Json,
  outputDifferences,
  type Path,
  type Verdict,
} from '@millrace/engine'
import type { ApiExecution, ApiStep } from '../api/execution-types.ts'
import type { Host } from '../host.ts'
import { durationText } from '../output/duration-text.ts'
import { fitWidth } from '../output/fit-width.ts'
import { createPaint, type Paint } from '../output/paint.ts'
import { oneLine } from '../output/printable.ts'
import { statusMark } from '../output/status-mark.ts'

/** So many places of one output are told. */
const mostPlaces = 5
const narrowest = 60

export interface ComparedPair {
  readonly a: ApiExecution
  readonly b: ApiExecution
  /** Where the data differ that they were started with. */
  readonly start: readonly Difference[]
  readonly compared: ComparedExecutions<ApiStep>
}

/** Two executions on one page: what is different, and nothing of what is the same. */
export function showDifference({ a, b, start, compared }: ComparedPair, { out }: Pick<Host, 'out'>): string {
  const paint = createPaint(out)
  const columns = out.isTerminal ? Math.max(narrowest, out.size().columns) : 120
  const different = compared.steps.filter(({ verdict }) => verdict !== 'same')
  const partial = compared.steps.filter(({ isPartial }) => isPartial).length
  const lines = [
    headLine('A', a, paint),
    headLine('B', b, paint),
    '',
    ...(start.length === 0 ? [] : [paint('yellow', 'started with different data'), ...placeLines(start)]),
    ...different.flatMap((step) => stepLines(step, paint)),
    different.length === 0 && start.length === 0
      ? `No difference in ${counted(compared.steps.length)}.`
      : paint('dim', `${different.length} of ${counted(compared.steps.length)} ${different.length === 1 ? 'is' : 'are'} different.`),
    ...(hidesStart(a) || hidesStart(b) ? [paint('dim', 'Not all that started them is kept: that may differ too.')] : []),
    ...(partial > 0 ? [paint('dim', `Not all that ${counted(partial)} gave out is kept: that may differ too.`)] : []),
  ]
  return `${lines.map((line) => fitWidth(line, columns)).join('\n')}\n`
}

function hidesStart({ hides = [] }: ApiExecution): boolean {
  return hides.includes('trigger') || hides.includes('inputs')
}

function headLine(name: string, { id, status, workflowId, workflowVersion, durationMs }: ApiExecution, paint: Paint): string {
  const took = durationMs === undefined ? '' : ` in ${durationText(durationMs)}`
  return `${paint('bold', name)}  ${id}  ${workflowId} version ${workflowVersion}  ${statusMark(paint, status)}${took}`
}

const words: Readonly<Record<Verdict, string>> = {
  'only-in-a': 'only in A',
  'only-in-b': 'only in B',
  'path-differs': 'went another way',
  'output-differs': 'other output',
  slower: 'slower',
  same: 'same',
}

function stepLines({ step, verdict, a, b }: ComparedStep<ApiStep>, paint: Paint): readonly string[] {
  return [`${paint('bold', oneLine(step))}  ${words[verdict]}${detail(verdict, a, b)}`, ...places(verdict, a, b)]
}

function detail(verdict: Verdict, a: ApiStep | undefined, b: ApiStep | undefined): string {
  if (verdict === 'slower') return `: ${durationText(a?.durationMs ?? 0)} → ${durationText(b?.durationMs ?? 0)}`
  if (verdict === 'path-differs') return `: ${outcome(a)} → ${outcome(b)}`
  return verdict === 'only-in-a' ? `: ${outcome(a)}` : verdict === 'only-in-b' ? `: ${outcome(b)}` : ''
}

function outcome(step: ApiStep | undefined): string {
  const { status = '', port, error } = step ?? {}
  return oneLine(
    [status, port === undefined ? '' : `by "${port}"`, error === undefined ? '' : `(${error.message})`].filter(Boolean).join(' '),
  )
}

function places(verdict: Verdict, a: ApiStep | undefined, b: ApiStep | undefined): readonly string[] {
  if (verdict !== 'output-differs' || a === undefined || b === undefined) return []
  return placeLines(outputDifferences(a, b, mostPlaces + 1))
}

function placeLines(found: readonly Difference[]): readonly string[] {
  return [...found.slice(0, mostPlaces).map(placeLine), ...(found.length > mostPlaces ? ['    …'] : [])]
}

function placeLine({ path, before, after }: Difference): string {
  return `    ${pathText(path)}: ${valueText(before)} → ${valueText(after)}`
}

function pathText(path: Path): string {
  return path.length === 0
    ? 'all of it'
    : oneLine(path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${key}`)).join(''))
}

function valueText(value: Json | undefined): string {
  return value === undefined ? 'nothing' : oneLine(JSON.stringify(value).slice(0, 200))
}

function counted(steps: number): string {
  return steps === 1 ? '1 step' : `${steps} steps`
}
