import { compileTemplate, type ParsedText } from '../expression/template.ts'
import type { Json } from '../json.ts'
import type { Finding, Path, ProblemReport } from './problem-report.ts'

/** A name that an expression reads, with the place to point at. */
export interface PlacedReference {
  /** The first name, e.g. `nodes`. */
  readonly root: string
  /** What follows it as far as it is fixed, e.g. `['charge', 'output']`. */
  readonly rest: readonly string[]
  /** The place of the text, relative to the value that was read. */
  readonly at: Path
  readonly place: Pick<Finding, 'path' | 'part' | 'within'>
}

export interface ReadExpressions {
  readonly references: readonly PlacedReference[]
  /** As they were parsed. */
  readonly texts: readonly ParsedText[]
}

/** Compiles the expressions in a value: reports those that are wrong and answers with what the others read. `literalKeys` hold none. */
export function readExpressions(report: ProblemReport, value: Json, path: Path, literalKeys: readonly string[] = []): ReadExpressions {
  const { template, problems, texts } = compileTemplate(value, literalKeys)
  for (const { code, message, at, offset, suggestion } of problems) {
    report.addForeign({ code, message, suggestion, ...placeIn(value, path, { at, offset, root: '' }) })
  }
  const references = template.references.map(({ root, path: rest, at, offset }) => ({
    root,
    rest,
    at,
    place: placeIn(value, path, { at, offset, root }),
  }))
  return { references, texts }
}

/** Expressions stand in texts and in keys of maps; for both, `at` is the path, so the text decides which of them it is. */
function placeIn(value: Json, path: Path, { at, offset, root }: { at: Path; offset: number; root: string }): PlacedReference['place'] {
  const place = [...path, ...at]
  const text = at.reduce<unknown>(childOf, value)
  if (typeof text === 'string' && text.includes('{{') && text.startsWith(root, offset)) return { path: place, within: { text, offset } }
  const key = at.at(-1)
  if (typeof key !== 'string') return { path: place }
  return { path: place, part: 'key', within: { text: key, offset } }
}

function childOf(parent: unknown, key: string | number): unknown {
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key) ? Reflect.get(parent, key) : undefined
}
