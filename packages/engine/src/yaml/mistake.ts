import type { Position, Problem } from '../problem.ts'
import { yamlLimits } from './limits.ts'
import type { YamlProblemCode } from './yaml-problems.ts'

/** A mistake as the reader finds it; its position is worked out at the end, for those that are told. */
export interface Mistake {
  readonly code: YamlProblemCode
  readonly message: string
  readonly offset: number
  readonly path?: Problem['path']
}

/** By position, without repetitions, at most a hundred. */
export function toProblems(mistakes: readonly Mistake[], positionAt: (offset: number) => Position): Problem[] {
  const seen = new Set<string>()
  const problems: Problem[] = []
  for (const mistake of mistakes.toSorted((a, b) => a.offset - b.offset)) {
    const { code, message, path = [], offset } = mistake
    const identity = `${offset} ${code}`
    if (seen.has(identity)) continue
    seen.add(identity)
    problems.push({ code, severity: 'error', message, path, position: positionAt(offset) })
    if (problems.length === yamlLimits.problems) break
  }
  return problems
}
