import type { Json } from '../json.ts'
import type { Position, Problem } from '../problem.ts'
import { createLineTable } from './line-table.ts'
import { locateIn } from './locate.ts'
import { type Mistake, toProblems } from './mistake.ts'
import { readDocument } from './read-document.ts'
import { toJson } from './to-json.ts'

export interface ParsedYaml {
  /**
   * Plain JSON. Absent when the text could not be read to its end, its syntax is broken or aliases make too much of it; with lesser problems
   * (a duplicate key, a number that JSON cannot hold) it lacks just those parts.
   * Values reached through aliases are shared, not copied.
   */
  readonly value: Json | undefined
  /** In the order of the text, at most a hundred. */
  readonly problems: readonly Problem[]
  /** Where the key or value at `path` begins; what is not there is looked for at its nearest ancestor. */
  locate(path: readonly (string | number)[], part?: 'key' | 'value'): Position
}

/** Reads one YAML 1.2 document (core schema) into JSON. Never throws; takes time linear in the text. */
export function parseYaml(source: string): ParsedYaml {
  const positionAt = createLineTable(source)
  const { document, mistakes } = readDocument(source)
  if (document === undefined) return { value: undefined, problems: toProblems(mistakes, positionAt), locate: () => positionAt(0) }

  const locate = locateIn(document)
  const { value, mistakes: misreadings } = toJson(document, (offset) => positionAt(offset).line)
  const isEmpty = document.contents?.srcToken === undefined || document.contents.srcToken === null
  const all: readonly Mistake[] = [...mistakes, ...misreadings, ...(isEmpty && mistakes.length === 0 ? [emptyDocument] : [])]
  return {
    value: mistakes.length > 0 || isEmpty ? undefined : value,
    problems: toProblems(all, positionAt),
    locate: (path, part = 'value') => positionAt(locate(path, part)),
  }
}

const emptyDocument: Mistake = {
  code: 'EMPTY_DOCUMENT',
  message: 'The document is empty: write a workflow, or delete the file.',
  offset: 0,
}
