import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { oneLine } from '../output/printable.ts'
import { countOf, problemExcerpt, problemLine } from '../output/problem-text.ts'
import type { FileOutcome } from './run-test-files.ts'

/** Prints what has come of one file, for people. */
export function tellFile(outcome: FileOutcome, { out }: Host): void {
  const paint = createPaint(out)
  const { file } = outcome
  if (outcome.type === 'broken') {
    for (const problem of outcome.problems) {
      const place = { file, source: outcome.source, paint }
      out.write(`${[problemLine(problem, place), ...problemExcerpt(problem, place)].join('\n')}\n`)
    }
    return
  }
  out.write(`${paint('bold', file)}\n`)
  for (const { name, mistakes } of outcome.tests) {
    out.write(`  ${mistakes.length === 0 ? paint('green', '✓ passed') : paint('red', '✗ failed')}  ${oneLine(name)}\n`)
    for (const mistake of mistakes) out.write(`      ${oneLine(mistake)}\n`)
  }
}

export function tellTests(outcomes: readonly FileOutcome[], { out }: Host, format: 'text' | 'json'): ExitCode {
  const tests = outcomes.flatMap((outcome) => (outcome.type === 'ran' ? outcome.tests : []))
  const failed = tests.filter(({ mistakes }) => mistakes.length > 0).length
  const broken = outcomes.filter(({ type }) => type === 'broken').length
  const isGood = failed + broken === 0
  if (format === 'json') out.write(`${JSON.stringify({ passed: isGood, files: outcomes.map(jsonOf) }, null, 2)}\n`)
  else {
    const parts = [
      `${tests.length - failed} passed`,
      `${failed} failed`,
      ...(broken === 0 ? [] : [`${countOf(broken, 'file')} with mistakes`]),
    ]
    out.write(`\n${createPaint(out)(isGood ? 'green' : 'red', isGood ? '✓' : '✗')} ${parts.join(', ')}\n`)
  }
  return isGood ? exitCode.ok : exitCode.failed
}

function jsonOf(outcome: FileOutcome): object {
  if (outcome.type === 'broken') return { file: outcome.file, passed: false, problems: outcome.problems }
  const tests = outcome.tests.map(({ name, mistakes }) => ({ name, passed: mistakes.length === 0, mistakes }))
  return { file: outcome.file, passed: tests.every(({ passed }) => passed), tests }
}
