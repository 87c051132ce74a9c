import type { Json } from '../json.ts'
import type { Problem } from '../problem.ts'
import type { Change, EditResult, Path, PlaceChange } from './edit/change.ts'
import { checkResult } from './edit/check-result.ts'
import { type EditableText, isBroken, openText } from './edit/editable-text.ts'
import { isJson } from './edit/is-json.ts'
import { applyPatches, differenceOf } from './edit/patch.ts'
import { planChange } from './edit/plan-change.ts'
import { isRefusal, nameOf, type Refusal, refuse } from './edit/refusal.ts'
import { smallerChanges } from './edit/smaller-changes.ts'
import { yamlLimits } from './limits.ts'
import { createLineTable } from './line-table.ts'
import { toProblems } from './mistake.ts'
import { parseYaml } from './parse-yaml.ts'

/**
 * Makes a change as the smallest patches of the text: whatever they do not touch stays byte for byte.
 *
 * The result is read again and held against what the change makes of the value; when the two differ, the change is
 * refused. What is written under an anchor changes wherever an alias stands for it; nothing is changed through an alias.
 */
export function edit(source: string, change: Change): EditResult {
  const result = rewrite(source, change)
  if (typeof result !== 'string') return { ok: false, problem: result }
  const { start, end, text } = differenceOf(result, source)
  return { ok: true, source: result, inverse: { type: 'text', offset: start, remove: result.slice(start, end), insert: text } }
}

/** The new text, or why there is none. */
function rewrite(source: string, change: Change): string | Problem {
  if (change.type === 'text') return typeInto(source, change)
  if (change.type !== 'all') return changePlace(source, change)
  let text = source
  for (const each of change.changes) {
    const next = rewrite(text, each)
    if (typeof next !== 'string') return next
    text = next
  }
  return text
}

function typeInto(source: string, { offset, remove, insert }: Extract<Change, { type: 'text' }>): string | Problem {
  const isThere = offset >= 0 && offset <= source.length && source.startsWith(remove, offset)
  if (isThere) return source.slice(0, offset) + insert + source.slice(offset + remove.length)
  return toProblem(source, refuse('STALE_TEXT', [], 'The text to replace does not stand there any more.', offset))
}

function changePlace(source: string, change: PlaceChange): string | Problem {
  if ((change.type === 'set' || change.type === 'insert') && !isJson(change.value)) {
    return toProblem(source, refuse('NOT_JSON', change.path, `The new value of ${nameOf(change.path)} is not plain JSON.`))
  }
  // No value of a document stands deeper, and rendering the parents of one that did would overflow the stack.
  if (change.path.length > yamlLimits.depth) {
    return toProblem(
      source,
      refuse('PATH_NOT_FOUND', [], `A path has at most ${yamlLimits.depth} segments, and this one ${change.path.length}.`),
    )
  }
  const text = openText(source)
  if (isBroken(text)) return brokenSource(source, text)
  const result = (change.type === 'set' ? changeInside(text, change) : undefined) ?? changeWhole(text, change)
  if (typeof result === 'string') return result
  // A comment that stands far to the right below a block text would become part of it: quotes keep them apart.
  const quoted = result.code === 'EDIT_NOT_SAFE' ? changeWhole({ ...text, style: { ...text.style, hasBlocks: false } }, change) : result
  return typeof quoted === 'string' ? quoted : toProblem(source, result)
}

function changeWhole(text: EditableText, change: PlaceChange): string | Refusal {
  const plan = planChange(text, change)
  if (isRefusal(plan)) return plan
  const result = applyPatches(text.source, plan)
  return checkResult(text, result, change) ?? result
}

/** Characters read for one change, about a second's worth. */
const mostRead = 2_000_000

/** Sets a map or list by changing only what differs inside it. Undefined when that is not possible, or not safe. */
function changeInside(text: EditableText, change: Extract<PlaceChange, { type: 'set' }>): string | undefined {
  const old = valueAt(text.value, change.path)
  const changes = old === undefined ? undefined : smallerChanges(change.path, old, change.value)
  let { source } = text
  // The text is read again between any two of them, which would take long in a large file.
  if (changes === undefined || changes.length * source.length > mostRead) return undefined
  for (const each of changes) {
    const current = openText(source)
    const plan = isBroken(current) ? undefined : planChange({ ...current, style: text.style }, each)
    if (plan === undefined || isRefusal(plan)) return undefined
    source = applyPatches(source, plan)
  }
  return checkResult(text, source, change) === undefined ? source : undefined
}

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((part, segment) => {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, segment)) return undefined
    return (part as Readonly<Record<string | number, Json>>)[segment]
  }, value)
}

function brokenSource(source: string, mistakes: Parameters<typeof toProblems>[0]): Problem {
  const [problem] = toProblems(mistakes, createLineTable(source))
  return problem ?? toProblem(source, refuse('EDIT_NOT_SAFE', [], 'The text cannot be read.'))
}

function toProblem(source: string, { code, message, path, offset }: Refusal): Problem {
  const position = offset === undefined ? parseYaml(source).locate(path) : createLineTable(source)(offset)
  return { code, severity: 'error', message, path, position }
}
