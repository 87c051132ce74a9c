import type { Json } from '@millrace/engine'
import type { ApiExecution, ApiStep } from '../api/api-types.ts'
import type { Host } from '../host.ts'
import { durationText } from '../output/duration-text.ts'
import { fitWidth } from '../output/fit-width.ts'
import { createPaint, type Paint } from '../output/paint.ts'
import { oneLine, printable } from '../output/printable.ts'
import { statusCell, statusMark } from '../output/status-mark.ts'
import { timeText } from './execution-shape.ts'

const narrowest = 60

/** The whole story of an execution on one page: values shortened to a line each. */
export function showExecution(execution: ApiExecution, { out }: Pick<Host, 'out'>): string {
  const paint = createPaint(out)
  const columns = out.isTerminal ? Math.max(narrowest, out.size().columns) : 120
  const lines = [
    ...headLines(execution, paint),
    '',
    ...execution.steps.flatMap((step) => stepLines(step, paint)),
    ...resultLines(execution, paint),
  ]
  return `${lines.map((line) => fitWidth(line, columns)).join('\n')}\n`
}

function headLines(
  { id, status, workflowId, workflowVersion, triggerId, triggerType, startedAt, durationMs }: ApiExecution,
  paint: Paint,
): readonly string[] {
  const took = durationMs === undefined ? '' : ` in ${durationText(durationMs)}`
  const trigger = triggerId === triggerType ? triggerId : `${triggerId} (${triggerType})`
  return [
    `${paint('bold', workflowId)} version ${workflowVersion}  ${statusMark(paint, status)}${took}`,
    paint('dim', `execution ${id}, trigger ${trigger}, started ${timeText(startedAt)}`),
  ]
}

function stepLines(step: ApiStep, paint: Paint): readonly string[] {
  const depth = step.step.split('.').length - 1
  const indent = '  '.repeat(depth)
  const facts = [
    ...(step.durationMs === undefined || step.status === 'skipped' ? [] : [durationText(step.durationMs)]),
    ...(step.attempts.length > 1 ? [`${step.attempts.length} attempts`] : []),
    ...(step.port === undefined || step.port === 'success' ? [] : [`→ ${step.port}`]),
    ...(step.reason === undefined ? [] : [oneLine(step.reason)]),
  ]
  const detail = (name: string, text: string) => `${' '.repeat(13)}${indent}${paint('dim', `${name.padEnd(6)} ${text}`)}`
  return [
    `${statusCell(paint, step.status)}  ${indent}${step.step}  ${paint('dim', facts.join(', '))}`.trimEnd(),
    ...(step.input === undefined ? [] : [detail('input', valueText(step, 'input'))]),
    ...(step.output === undefined || step.error ? [] : [detail('output', valueText(step, 'output'))]),
    ...step.logs.map(({ level, message }) => detail(level, oneLine(message))),
    ...(step.error ? [detail('error', oneLine(`${step.error.code}: ${step.error.message}`))] : []),
  ]
}

function resultLines({ status, result, error }: ApiExecution, paint: Paint): readonly string[] {
  if (error)
    return ['', paint('red', `${error.code}${error.step === undefined ? '' : ` in step ${error.step}`}: ${printable(error.message)}`)]
  return status === 'success' ? ['', `${paint('dim', 'result')} ${preview(result)}`] : []
}

/** What is too large comes as the beginning of its JSON text. */
function valueText(step: ApiStep, field: 'input' | 'output'): string {
  const value = step[field] ?? null
  const large = step.previews?.[field]
  return large === undefined ? preview(value) : `(${large.bytes} bytes) ${oneLine(String(value))}`
}

function preview(value: Json): string {
  return oneLine(JSON.stringify(value))
}
