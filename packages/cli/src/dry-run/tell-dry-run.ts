import { assertNever } from '@millrace/engine'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { oneLine, printable } from '../output/printable.ts'
import { countOf } from '../output/problem-text.ts'
import { statusMark } from '../output/status-mark.ts'
import { tellBroken } from '../run/tell-run.ts'
import type { DryReport, WouldRun } from './dry-report.ts'
import type { DryOutcome } from './dry-run-file.ts'

/** Prints what would have been done on `out`; how it went on `err`. */
export function tellDryRun(outcome: DryOutcome, host: Host, format: 'text' | 'json'): ExitCode {
  if (format === 'json') host.out.write(`${JSON.stringify(jsonOf(outcome), null, 2)}\n`)
  else if (outcome.type === 'broken') tellBroken(outcome, host)
  else tellReport(outcome.report, host)
  return outcome.type === 'rehearsed' && outcome.report.status === 'success' ? exitCode.ok : exitCode.failed
}

function jsonOf(outcome: DryOutcome): unknown {
  return outcome.type === 'rehearsed' ? outcome.report : { status: 'rejected', file: outcome.file, problems: outcome.problems }
}

function tellReport({ status, ran, wouldRun, notReached, failed, workflow }: DryReport, { out, err }: Host): void {
  const paint = createPaint(err)
  for (const { step, type } of ran) err.write(`${statusMark(paint, 'success')}  ${step}  ${paint('dim', type)}\n`)
  for (const { step, error } of failed) err.write(`${statusMark(paint, 'failed')}  ${step}  ${error.code}: ${oneLine(error.message)}\n`)
  for (const planned of wouldRun) out.write(`${plannedLines(planned).join('\n')}\n`)
  for (const { step, type } of notReached) out.write(`not reached  ${step}  ${type}\n`)
  const counts = `${countOf(ran.length, 'step')} run, ${wouldRun.length} listed, ${notReached.length} not reached, ${failed.length} failed`
  err.write(`\n${statusMark(paint, status)}  ${paint('dim', `dry run of ${workflow}: ${counts}; nothing was changed`)}\n`)
}

function plannedLines({ step, type, effect, kind, params }: WouldRun): readonly string[] {
  const text = JSON.stringify(params, null, 2).replaceAll('\n', '\n  ')
  return [`${verb(kind)}  ${step}  ${type}${kind === 'effect' ? ` (${effect})` : ''}`, `  ${printable(text)}`]
}

function verb(kind: WouldRun['kind']): string {
  switch (kind) {
    case 'effect':
      return 'would run'
    case 'wait':
      return 'would wait'
    case 'call':
      return 'would call'
    default:
      return assertNever(kind)
  }
}
