import type { StepError } from '@millrace/engine'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { durationText } from '../output/duration-text.ts'
import { createPaint } from '../output/paint.ts'
import { printable } from '../output/printable.ts'
import { problemCount, problemExcerpt, problemLine } from '../output/problem-text.ts'
import { statusMark } from '../output/status-mark.ts'
import { errorAdvice } from './error-advice.ts'
import { locateStep } from './locate-step.ts'
import { reportJson } from './report-json.ts'
import type { RunOutcome } from './run-file.ts'

type Broken = Extract<RunOutcome, { type: 'broken' }>
type Ended = Extract<RunOutcome, { type: 'ended' }>

/** Prints what came of a run: how it ended on `err`, the result on `out`. */
export function tellRun(outcome: RunOutcome, host: Host, format: 'text' | 'json'): ExitCode {
  if (format === 'json') host.out.write(`${JSON.stringify(jsonOf(outcome), null, 2)}\n`)
  else if (outcome.type === 'broken') tellBroken(outcome, host)
  else tellEnd(outcome, host)
  return outcome.type === 'ended' && outcome.report.status === 'success' ? exitCode.ok : exitCode.failed
}

function jsonOf(outcome: RunOutcome): unknown {
  return outcome.type === 'ended' ? reportJson(outcome.report) : { status: 'rejected', file: outcome.file, problems: outcome.problems }
}

export function tellBroken({ problems, file, source }: Omit<Broken, 'type'>, { err }: Host): void {
  const place = { file, source, paint: createPaint(err) }
  for (const problem of problems) err.write(`${[problemLine(problem, place), ...problemExcerpt(problem, place)].join('\n')}\n`)
  err.write(`\nNothing was run: ${file} has ${problemCount(problems)}.\n`)
}

function tellEnd(ended: Ended, { out, err }: Host): void {
  const { report } = ended
  const paint = createPaint(err)
  for (const warning of ended.warnings) err.write(`${problemLine(warning, { ...ended, paint })}\n`)
  const { id, version } = report.workflow
  const facts = `${id} version ${version}, execution ${report.executionId}`
  err.write(`\n${statusMark(paint, report.status)} in ${durationText(report.durationMs)}  ${paint('dim', facts)}\n`)
  if (report.error) err.write(`${errorLines(report.error, ended).join('\n')}\n`)
  if (report.status === 'success') out.write(`${printable(JSON.stringify(report.result, null, 2))}\n`)
}

function errorLines(error: StepError, { file, source, published }: Ended): readonly string[] {
  const step = error.step ?? ''
  const position = locateStep(source, published.workflow, step)
  const advice = errorAdvice(error)
  return [
    `  ${error.code}${step === '' ? '' : ` in step ${step}`}: ${printable(error.message)}`,
    ...(position ? [`  at ${file}:${position.line}:${position.column}`] : []),
    ...(advice === undefined ? [] : [`  ${advice}`]),
  ]
}
