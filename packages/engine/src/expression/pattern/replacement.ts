import type { Call } from '../run/call.ts'
import { concat, toText } from '../run/convert.ts'
import { type Frame, spend } from '../run/frame.ts'
import { setOwn } from '../run/own-property.ts'
import type { Value } from '../run/value.ts'
import type { Match } from './pattern-match.ts'
import { type ReplacementPiece, readReplacement } from './replacement-form.ts'

/** The text with each match replaced, by a callback or by a text in which `$&`, `$1`, `$<name>` and so on stand for parts. */
export function replaceMatches(text: string, matches: Iterable<Match>, call: Call): string {
  const { frame } = call
  const replacementOf = call.callback ? calling(call.callback, text, frame) : expanding(call, text)
  let result = ''
  let last = 0
  for (const match of matches) {
    result = concat(concat(result, text.slice(last, match.index), frame), replacementOf(match), frame)
    last = match.end
  }
  return concat(result, text.slice(last), frame)
}

function calling(callback: NonNullable<Call['callback']>, text: string, frame: Frame): (match: Match) => string {
  return (match) => {
    const names = namedGroups(match)
    const found = text.slice(match.index, match.end)
    return toText(callback(found, ...match.groups, match.index, text, ...(names ? [names] : [])), frame)
  }
}

/** The named groups as an object, undefined when the pattern has none. */
export function namedGroups({ names, groups }: Match): Value {
  const entries = Object.entries(names)
  if (entries.length === 0) return undefined
  const object: Record<string, Value> = {}
  for (const [name, number] of entries) setOwn(object, name, groups[number - 1])
  return object
}

function expanding({ args, pattern, frame }: Call, text: string): (match: Match) => string {
  const pieces = readReplacement(toText(args[1], frame), { groupCount: pattern?.groupCount ?? 0, names: pattern?.names ?? {} })
  return (match) => {
    spend(frame, pieces.length)
    return pieces.reduce<string>((expanded, piece) => concat(expanded, meaning(piece, match, text), frame), '')
  }
}

function meaning(piece: ReplacementPiece, { index, end, groups }: Match, text: string): string {
  switch (piece.type) {
    case 'text':
      return piece.text
    case 'match':
      return text.slice(index, end)
    case 'before':
      return text.slice(0, index)
    case 'after':
      return text.slice(end)
    case 'group':
      return groups[piece.group - 1] ?? ''
  }
}
