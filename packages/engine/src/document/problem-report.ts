import type { Position, Problem } from '../problem.ts'
import { createLineTable } from '../yaml/line-table.ts'
import { locateInScalar } from './locate-in-scalar.ts'
import { nearestWord } from './nearest-word.ts'
import { type DocumentProblemCode, documentProblems } from './problem-catalogue.ts'
import { clipped } from './quoted.ts'

/**
 * Owns: what the checks have found; where each of it stands, in which order and how much of it is told.
 * Does not own: any rule of the format.
 * Positions and suggestions are worked out at the end and only for what is told, so that a file
 * with a hundred thousand mistakes costs little more than one with a hundred.
 */
export interface ProblemReport {
  add(finding: Finding): void
  /** For what the expression compiler finds, whose codes are its own. */
  addForeign(finding: ForeignFinding): void
  /** For what the YAML reader finds, which is placed already. */
  addPlaced(problem: Problem): void
  hasErrors(): boolean
  /** By position; at most a hundred, errors before warnings when there are more. */
  finish(): readonly Problem[]
}

export type Path = Problem['path']

/** A mistake as a check tells it. */
export interface Finding {
  readonly code: DocumentProblemCode
  readonly message: string
  readonly path: Path
  /** Whether the key or the value at `path` is at fault; the value unless said. */
  readonly part?: 'key' | 'value'
  /** Narrower still: the UTF-16 offset in the text that stands at `path`. */
  readonly within?: { readonly text: string; readonly offset: number }
  /** The words that would have been right. */
  readonly near?: { readonly word: string; readonly known: () => readonly string[] }
}

/** Finds a place in the source, or the nearest one around it that exists. */
export type Locate = (path: Path, part: 'key' | 'value') => Position

export type ForeignFinding = Omit<Finding, 'code' | 'near'> & { readonly code: string; readonly suggestion?: string | undefined }

export const mostProblems = 100
/** Beyond this many, problems are only counted. */
const mostKept = 2 * mostProblems
const longestMessage = 600

/** A problem whose words are worked out when it is told. */
interface Kept {
  readonly position: Position
  tell(): Problem
}

export function createReport(source: string, locate: Locate): ProblemReport {
  const positionAt = createLineTable(source)
  const kept: Readonly<Record<Problem['severity'], (() => Kept)[]>> = { error: [], warning: [] }
  let count = 0
  let hasErrors = false

  function keep(severity: Problem['severity'], make: () => Kept): void {
    count++
    hasErrors ||= severity === 'error'
    if (kept[severity].length < mostKept) kept[severity].push(make)
  }

  function keepFinding(severity: Problem['severity'], finding: ForeignFinding, suggest: () => string | undefined): void {
    const { code, path, part = 'value', within } = finding
    // Ids may be as long as the file.
    const message = clipped(finding.message, longestMessage)
    keep(severity, () => {
      const start = locate(path, part)
      const position = within === undefined ? start : positionAt(locateInScalar(source, start.offset, within.text, within.offset))
      return { position, tell: () => withSuggestion({ code, severity, message, path, position }, suggest()) }
    })
  }

  return {
    add(finding) {
      const { code, near } = finding
      keepFinding(documentProblems[code].severity, finding, () => near && nearestWord(near.word, near.known()))
    },
    addForeign(finding) {
      keepFinding('error', finding, () => finding.suggestion)
    },
    addPlaced(problem) {
      keep(problem.severity, () => ({ position: problem.position, tell: () => problem }))
    },
    hasErrors: () => hasErrors,
    finish() {
      const found = [...inOrder(kept.error.map((make) => make())), ...inOrder(kept.warning.map((make) => make()))]
      const told = inOrder(found.slice(0, mostProblems)).map((one) => one.tell())
      const last = told.at(-1)
      return count === told.length || last === undefined ? told : [...told, moreProblems(count - told.length, last)]
    },
  }
}

function inOrder(kept: readonly Kept[]): readonly Kept[] {
  return kept.toSorted((one, other) => one.position.offset - other.position.offset)
}

function withSuggestion(problem: Problem, suggestion: string | undefined): Problem {
  return suggestion === undefined ? problem : { ...problem, suggestion }
}

function moreProblems(count: number, last: Problem): Problem {
  const message = `There are ${count} more problems: mend these first, then validate again.`
  const code = 'TOO_MANY_PROBLEMS'
  return { code, severity: documentProblems[code].severity, message, path: [], position: last.position }
}
