import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { countOf, problemCount, problemExcerpt, problemLine } from '../output/problem-text.ts'
import type { CheckedFile } from './validate-files.ts'

/** Prints the findings: the excerpts only for people, the lines for anyone, JSON for tools. */
export function tellValidation(files: readonly CheckedFile[], { out }: Host, format: 'text' | 'json'): ExitCode {
  const problems = files.flatMap((file) => file.problems)
  const isValid = problems.every(({ severity }) => severity !== 'error')
  if (format === 'json') out.write(`${JSON.stringify({ valid: isValid, files: files.map(jsonOf) }, null, 2)}\n`)
  else {
    const paint = createPaint(out)
    for (const { file, source, problems: own } of files) {
      for (const problem of own) {
        const place = { file, source, paint }
        const excerpt = out.isTerminal ? problemExcerpt(problem, place) : []
        out.write(`${[problemLine(problem, place), ...excerpt].join('\n')}\n`)
      }
    }
    out.write(
      `${paint(isValid ? 'green' : 'red', isValid ? '✓ valid' : '✗ invalid')}  ${countOf(files.length, 'file')}, ${problemCount(problems)}\n`,
    )
  }
  return isValid ? exitCode.ok : exitCode.failed
}

function jsonOf({ file, id, problems }: CheckedFile): object {
  const isValid = problems.every(({ severity }) => severity !== 'error')
  return { file, ...(id !== undefined && { id }), valid: isValid, problems }
}
