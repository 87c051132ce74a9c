import { Fault } from '../fault.ts'
import type { Call } from '../run/call.ts'
import { toInteger, toTextArgument } from '../run/convert.ts'
import { type Frame, spend, spendElements, spendMore, spendText } from '../run/frame.ts'
import type { Value } from '../run/value.ts'
import type { Pattern } from './pattern.ts'
import { firstMatch, hasMatch, type Match, matchesOf } from './pattern-match.ts'
import { namedGroups, replaceMatches } from './replacement.ts'

export function testPattern(pattern: Pattern, { args, frame }: Call): Value {
  return hasMatch(pattern, toTextArgument(args[0], frame), frame)
}

export function execPattern(pattern: Pattern, { args, frame }: Call): Value {
  const text = toTextArgument(args[0], frame)
  const match = firstMatch(pattern, text, frame)
  return match ? matchList(match, text) : null
}

/** The methods of a text that take a pattern. `replace`, `replaceAll` and `split` take a text in its place. */
export const patternMethods = {
  match(text: string, { pattern, frame }: Call): Value {
    if (!pattern) throw needsPattern('match')
    if (!pattern.isGlobal) return execPattern(pattern, { args: [text], callback: undefined, pattern, frame })
    const found = collect(matchesOf(pattern, text, frame), frame, (match) => text.slice(match.index, match.end))
    return found.length > 0 ? found : null
  },
  matchAll(text: string, { pattern, frame }: Call): Value {
    if (!pattern) throw needsPattern('matchAll')
    if (!pattern.isGlobal) throw needsGlobal('matchAll')
    return collect(matchesOf(pattern, text, frame), frame, (match) => matchList(match, text))
  },
  search(text: string, { pattern, frame }: Call): Value {
    if (!pattern) throw needsPattern('search')
    return firstMatch(pattern, text, frame)?.index ?? -1
  },
  replace(text: string, call: Call): Value {
    const matches = matchesFor(text, call)
    return replaceMatches(text, call.pattern?.isGlobal ? matches : onlyFirst(matches), call)
  },
  replaceAll(text: string, call: Call): Value {
    if (call.pattern && !call.pattern.isGlobal) throw needsGlobal('replaceAll')
    return replaceMatches(text, matchesFor(text, call), call)
  },
  split(text: string, { args, pattern, frame }: Call): Value {
    const limit = args[1] === undefined ? 2 ** 32 - 1 : toInteger(args[1], frame) >>> 0
    if (pattern) return splitByPattern(text, pattern, frame).slice(0, limit)
    if (args[0] === undefined) return limit === 0 ? [] : [text]
    spendText(frame, text.length)
    const parts = text.split(toTextArgument(args[0], frame), Math.min(limit, frame.size))
    spendElements(frame, parts.length)
    return parts
  },
}

function needsPattern(name: string): Fault {
  return new Fault('EXPRESSION_BAD_ARGUMENT', `${name} needs a pattern, as in .${name}(/[0-9]+/g)`)
}

function needsGlobal(name: string): Fault {
  return new Fault('EXPRESSION_BAD_ARGUMENT', `The pattern of ${name} needs the flag g, as in /[0-9]+/g`)
}

function* onlyFirst(matches: Iterable<Match>): Generator<Match> {
  for (const match of matches) {
    yield match
    return
  }
}

function matchesFor(text: string, { args, pattern, frame }: Call): Iterable<Match> {
  return pattern ? matchesOf(pattern, text, frame) : occurrences(text, toTextArgument(args[0], frame), frame)
}

function* occurrences(text: string, part: string, frame: Frame): Generator<Match> {
  let from = 0
  while (from <= text.length) {
    const index = text.indexOf(part, from)
    spend(frame, 1 + ((index < 0 ? text.length : index) - from) / 64)
    if (index < 0) return
    yield { index, end: index + part.length, groups: [], names: {} }
    from = index + Math.max(1, part.length)
  }
}

/** What `match` without the flag g yields: the match and its groups, with `index` and `groups` beside them. */
function matchList(match: Match, text: string): Value {
  return Object.assign([text.slice(match.index, match.end), ...match.groups], { index: match.index, groups: namedGroups(match) })
}

function collect(matches: Iterable<Match>, frame: Frame, toValue: (match: Match) => Value): Value[] {
  const found: Value[] = []
  for (const match of matches) {
    spendMore(frame, found.length, 1)
    found.push(toValue(match))
  }
  return found
}

function splitByPattern(text: string, pattern: Pattern, frame: Frame): Value[] {
  if (text === '') return hasMatch(pattern, text, frame) ? [] : [text]
  const parts: Value[] = []
  let last = 0
  for (const { index, end, groups } of matchesOf(pattern, text, frame)) {
    if (index >= text.length) break
    if (end === last || (end === index && index === 0)) continue
    spendMore(frame, parts.length, 1 + groups.length)
    parts.push(text.slice(last, index), ...groups)
    last = end
  }
  return [...parts, text.slice(last)]
}
