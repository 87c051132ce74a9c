import type { Call } from '../run/call.ts'
import { concat, toText } from '../run/convert.ts'
import type { Frame } from '../run/frame.ts'
import { setOwn } from '../run/own-property.ts'
import type { Value } from '../run/value.ts'
import type { Match } from './pattern-match.ts'

/** The text with each match replaced, by a callback or by a text in which `$&`, `$1`, `$<name>` and so on stand for parts. */
export function replaceMatches(text: string, matches: Iterable<Match>, call: Call): string {
  const { callback, frame } = call
  const template = callback ? '' : toText(call.args[1], frame)
  let result = ''
  let last = 0
  for (const match of matches) {
    const replacement = callback ? toText(callback(...callbackArguments(match, text)), frame) : expand(template, match, text, frame)
    result = concat(concat(result, text.slice(last, match.index), frame), replacement, frame)
    last = match.end
  }
  return concat(result, text.slice(last), frame)
}

function callbackArguments(match: Match, text: string): Value[] {
  const names = namedGroups(match)
  return [text.slice(match.index, match.end), ...match.groups, match.index, text, ...(names ? [names] : [])]
}

/** The named groups as an object, undefined when the pattern has none. */
export function namedGroups({ names, groups }: Match): Value {
  const entries = Object.entries(names)
  if (entries.length === 0) return undefined
  const object: Record<string, Value> = {}
  for (const [name, number] of entries) setOwn(object, name, groups[number - 1])
  return object
}

/** Expands the `$` forms exactly as `String.prototype.replace` does. */
function expand(template: string, match: Match, text: string, frame: Frame): string {
  let result = ''
  let last = 0
  for (let index = template.indexOf('$'); index >= 0; index = template.indexOf('$', last)) {
    const form = readForm(template.slice(index, index + 3), match) ?? readNamedForm(template, index, match)
    const part = form ? meaning(form, match, text) : '$'
    result = concat(concat(result, template.slice(last, index), frame), part, frame)
    last = index + (form ? form.length : 1)
  }
  return concat(result, template.slice(last), frame)
}

/** A `$` form: how long it is, and what it stands for. */
type Form =
  | { readonly type: 'dollar' | 'match' | 'before' | 'after'; readonly length: number }
  | { readonly type: 'group'; readonly group: number; readonly length: number }

const simpleForms: Readonly<Record<string, Form>> = {
  $$: { type: 'dollar', length: 2 },
  '$&': { type: 'match', length: 2 },
  '$`': { type: 'before', length: 2 },
  "$'": { type: 'after', length: 2 },
}

function readForm(start: string, { groups }: Match): Form | undefined {
  const simple = simpleForms[start.slice(0, 2)]
  if (simple) return simple
  const [, digits] = /^\$(\d\d?)/.exec(start) ?? []
  if (digits === undefined) return undefined
  for (const length of [digits.length, 1]) {
    const group = Number(digits.slice(0, length))
    if (group >= 1 && group <= groups.length) return { type: 'group', group, length: 1 + length }
  }
  return undefined
}

function readNamedForm(template: string, index: number, { names }: Match): Form | undefined {
  if (template[index + 1] !== '<' || Object.keys(names).length === 0) return undefined
  const end = template.indexOf('>', index)
  const name = template.slice(index + 2, end)
  return end < 0 ? undefined : { type: 'group', group: Object.hasOwn(names, name) ? (names[name] ?? 0) : 0, length: end + 1 - index }
}

function meaning(form: Form, { index, end, groups }: Match, text: string): string {
  switch (form.type) {
    case 'dollar':
      return '$'
    case 'match':
      return text.slice(index, end)
    case 'before':
      return text.slice(0, index)
    case 'after':
      return text.slice(end)
    case 'group':
      return groups[form.group - 1] ?? ''
  }
}
