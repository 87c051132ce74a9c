import { compareValues, edit, type Json, type JsonObject, type Path } from '@millrace/engine'
import { applyChange } from '../apply-change.ts'
import { entryLines, reindent } from '../entry-lines.ts'
import { valueAt } from '../value-at.ts'
import { readText, type WorkflowText } from '../workflow-text.ts'

/** A node as it is written, not indented, with its comments. */
export interface NodeText {
  readonly id: string
  readonly value: Json
  readonly lines: string
}

/** Reads nodes out of a text, so that they can stand elsewhere. Whatever ties one to the rest, as an alias does, is written out. */
export function takeTexts(text: WorkflowText, paths: readonly Path[]): readonly NodeText[] {
  return paths.map((path) => {
    const id = String(path.at(-1))
    const value = valueAt(text.value, path) ?? null
    const found = entryLines(text, path)
    const lines = found && reindent(withLineEnd(text.source.slice(found.start, found.end)), found.column, 0)
    return { id, value, lines: lines !== undefined && means(lines, { [id]: value }) ? lines : render({ [id]: value }) }
  })
}

function withLineEnd(lines: string): string {
  return lines.endsWith('\n') ? lines : `${lines}\n`
}

function means(lines: string, value: JsonObject): boolean {
  const read = readText(lines)
  return read.isCurrent && read.problems.length === 0 && compareValues(read.value, value, 1).length === 0
}

/** A value as YAML, in blocks. */
function render(value: JsonObject): string {
  return Object.entries(value).reduce((text, [key, inner]) => {
    const edited = edit(text, { type: 'set', path: [key], value: inner })
    return edited.ok ? edited.source : text
  }, '')
}

/** The text with nodes put to the end of a section; undefined where that cannot be. */
export function putTexts(text: WorkflowText, home: Path, nodes: readonly NodeText[]): WorkflowText | undefined {
  return nodes.reduce<WorkflowText | undefined>((before, node) => before && putText(before, home, node), text)
}

function putText(text: WorkflowText, home: Path, node: NodeText): WorkflowText | undefined {
  const path = [...home, node.id]
  const written = applyChange(text, { type: 'set', path, value: node.value })
  if (!written.ok) return undefined
  // Written anew it would lose its comments and quotes: they take the place of what the engine has written.
  const place = entryLines(written.text, path)
  if (place === undefined) return written.text
  const { source } = written.text
  const lines = reindent(node.lines, 0, place.column)
  const isLast = place.end === source.length && !source.endsWith('\n')
  const after = readText(
    source.slice(0, startOf(source, place.start, text.source)) + (isLast ? lines.trimEnd() : lines) + source.slice(place.end),
    written.text,
  )
  const isSame = after.isCurrent && after.problems.length === 0 && compareValues(after.value, written.text.value, 1).length === 0
  return isSame ? after : written.text
}

/** Comments above a new entry were there before, and belong to what they stand behind. */
function startOf(source: string, start: number, before: string): number {
  let at = start
  while (
    /^ *#/.test(source.slice(at, source.indexOf('\n', at))) &&
    before.startsWith(source.slice(start, source.indexOf('\n', at) + 1), start)
  ) {
    at = source.indexOf('\n', at) + 1
  }
  return at
}
