import type { Problem } from '../../problem.ts'
import { createLineTable } from '../../yaml/line-table.ts'
import { type ParsedWorkflow, parseWorkflow } from '../parse-workflow.ts'
import { smallCatalog } from './small-catalog.ts'

const mark = '‸'

/** All problems of a text, warnings included. */
export function findProblems(source: string): readonly Problem[] {
  return problemsOf(parseWorkflow(source, smallCatalog))
}

export function problemsOf(parsed: ParsedWorkflow): readonly Problem[] {
  return parsed.ok ? parsed.warnings : parsed.problems
}

/**
 * Parses a text in which a `‸` stands where each problem is expected, in the order of `codes`.
 * Answers with two lists to compare, of lines such as `CYCLE 3:5`.
 */
export function findMarked(
  marked: string,
  codes: readonly string[],
): { readonly found: readonly string[]; readonly expected: readonly string[] } {
  const source = marked.replaceAll(mark, '')
  const positionAt = createLineTable(source)
  const offsets = [...marked.matchAll(new RegExp(mark, 'g'))].map(({ index }, marksBefore) => index - marksBefore)
  const at = (offset: number | undefined) => (offset === undefined ? 'unmarked' : `${positionAt(offset).line}:${positionAt(offset).column}`)
  return {
    found: findProblems(source).map(({ code, position }) => `${code} ${position.line}:${position.column}`),
    expected: codes.map((code, index) => `${code} ${at(offsets[index])}`),
  }
}
