import type { AnyNode, Node } from 'acorn'
import { RE2JS } from 're2js'
import { Fault } from '../fault.ts'
import { translatePattern } from './translate-pattern.ts'

/** A regular expression that runs in time linear in the text, whatever it is. */
export interface Pattern {
  readonly re2: RE2JS
  readonly isGlobal: boolean
  readonly groupCount: number
  /** Names of groups, with their numbers. */
  readonly names: Readonly<Record<string, number>>
  /** How many texts' worth of steps one pass over a text costs. */
  readonly weight: number
}

const maxProgramSize = 10_000
const maxRepeatedLength = 200_000

/** Compiles a regular expression literal; throws a `Fault` for what a linear engine cannot do. */
export function compilePattern(node: Node): Pattern {
  const literal = node as AnyNode
  const regex = literal.type === 'Literal' ? literal.regex : undefined
  if (!regex) throw new Error('Only a literal with a pattern is compiled as one')
  try {
    return createPattern(regex.pattern, regex.flags)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new Fault('EXPRESSION_BAD_PATTERN', `The pattern /${shorten(regex.pattern)}/ cannot be used: ${error.message}`, {
      position: node.start,
    })
  }
}

/** Throws an `Error` that says what the linear engine cannot do. */
export function createPattern(source: string, flags: string): Pattern {
  checkRepeats(source)
  const re2 = RE2JS.compile(translatePattern(source, flags.includes('s')), flagBits(flags))
  if (re2.programSize() > maxProgramSize) throw new Error('it is too large: use smaller repeat counts')
  return { re2, isGlobal: flags.includes('g'), groupCount: re2.groupCount(), names: re2.namedGroups(), weight: 1 + re2.programSize() / 8 }
}

function flagBits(flags: string): number {
  const unknown = [...flags].find((flag) => !'gimsu'.includes(flag))
  if (unknown) throw new Error(`the flag ${unknown} does not exist here; there are g, i, m, s and u`)
  return (
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0)
  )
}

/** The engine writes repeats out before it can say how large the program is; this is a bound on it from the text alone. */
function checkRepeats(source: string): void {
  let repeats = 1
  for (const [, from, to] of source.matchAll(/\{(\d{1,6})(?:,(\d{0,6}))?\}/g)) repeats += Math.max(Number(from), Number(to ?? 0))
  if (repeats * source.length > maxRepeatedLength) throw new Error('it is too large: use smaller repeat counts')
}

function shorten(source: string): string {
  return source.length > 40 ? `${source.slice(0, 37)}…` : source
}
