import { createFrame } from '../run/frame.ts'
import type { Scope } from '../scope.ts'
import { createPattern } from './pattern.ts'
import { hasMatch, type Match, matchesOf } from './pattern-match.ts'
import { replaceMatches } from './replacement.ts'

/**
 * A user's regular expression that stands in a parameter instead of an expression: the same syntax, linear in the text.
 * Its calls together may take ten million steps, about ten seconds at the very worst; after that they throw.
 */
export interface LinearPattern {
  /** Numbers of the named groups. */
  readonly names: Readonly<Record<string, number>>
  test(text: string): boolean
  /** In order, none overlapping. */
  matches(text: string): Iterable<Match>
  /** The text with each match replaced, or the first alone; `$1`, `$<name>` and `$&` stand for parts, as in JavaScript. */
  replace(text: string, replacement: string, which: 'first' | 'all'): string
}

/** Throws an `Error` for what cannot run in linear time. Flags are `i`, `m`, `s` and `u`. */
export function compileLinearPattern(source: string, flags = ''): LinearPattern {
  const pattern = createPattern(source, flags)
  const frame = createFrame(noScope, { steps: 10_000_000 })
  return {
    names: pattern.names,
    test: (text) => hasMatch(pattern, text, frame),
    matches: (text) => matchesOf(pattern, text, frame),
    replace(text, replacement, which) {
      const matches = matchesOf(pattern, text, frame)
      const call = { args: [undefined, replacement], callback: undefined, pattern, frame }
      return replaceMatches(text, which === 'all' ? matches : firstOf(matches), call)
    },
  }
}

function* firstOf(matches: Iterable<Match>): Generator<Match> {
  for (const match of matches) {
    yield match
    return
  }
}

const noScope: Scope = { name: () => undefined, node: () => undefined, names: () => [], nodeIds: () => [] }
