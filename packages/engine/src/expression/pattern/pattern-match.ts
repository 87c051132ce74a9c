import { type Frame, spend } from '../run/frame.ts'
import { createMeteredText } from './metered-text.ts'
import type { Pattern } from './pattern.ts'

/** One place where a pattern, or a plain text, was found. */
export interface Match {
  readonly index: number
  readonly end: number
  /** The groups from 1 on; undefined for one that took no part. */
  readonly groups: readonly (string | undefined)[]
  /** Numbers of the named groups. */
  readonly names: Readonly<Record<string, number>>
}

export function hasMatch(pattern: Pattern, text: string, frame: Frame): boolean {
  spend(frame, (text.length * pattern.weight) / 64)
  return pattern.re2.test(text)
}

/** All matches in order, none overlapping, as JavaScript's global search finds them. */
export function* matchesOf(pattern: Pattern, text: string, frame: Frame): Generator<Match> {
  const matcher = pattern.re2.matcher(createMeteredText(text, pattern.weight, frame))
  let from = 0
  while (from <= text.length && matcher.find(from)) {
    spend(frame, 4)
    const index = matcher.start()
    const end = matcher.end()
    const groups = Array.from({ length: pattern.groupCount }, (_, group) => matcher.group(group + 1) ?? undefined)
    yield { index, end, groups, names: pattern.names }
    from = end > index ? end : end + characterLength(text, end)
  }
}

/** 2 where a character takes two units, so that a search after an empty match does not begin inside it. */
function characterLength(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
}

export function firstMatch(pattern: Pattern, text: string, frame: Frame): Match | undefined {
  for (const match of matchesOf(pattern, text, frame)) return match
  return undefined
}
