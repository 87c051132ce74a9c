import { compareValues, type Difference, type Json, type Path, parseYaml } from '@millrace/engine'
import { lineEdits } from './line-edits.ts'
import { applyEdits, carryOver } from './text-edits.ts'
import { valueAt } from './value-at.ts'

export type Merged =
  | { readonly ok: true; readonly source: string }
  /** Both have changed the same; `differs` says what, as far as the texts can be read. */
  | { readonly ok: false; readonly reason: string; readonly differs: readonly Clash[] }

/** A place that both have changed. */
export interface Clash {
  readonly path: Path
  readonly base: Json | undefined
  readonly mine: Json | undefined
  readonly theirs: Json | undefined
}

/**
 * Puts what I have changed since `base` into the text that somebody else has made of it. Never gives a text in which a change of one of
 * us is lost: then it is a conflict.
 */
export function mergeTexts(base: string, mine: string, theirs: string): Merged {
  if (mine === theirs || base === theirs) return { ok: true, source: mine }
  if (base === mine) return { ok: true, source: theirs }
  const values = { base: read(base), mine: read(mine), theirs: read(theirs) }
  const clashes = clashesOf(values)
  const carried = carryOver(lineEdits(base, mine), lineEdits(base, theirs))
  const source = carried && applyEdits(theirs, carried)
  if (source !== undefined && clashes.length === 0 && isWhole(values, read(source))) return { ok: true, source }
  return { ok: false, reason: reasonOf(clashes), differs: clashes }
}

interface Values {
  readonly base: Json | undefined
  readonly mine: Json | undefined
  readonly theirs: Json | undefined
}

/** Undefined where there are mistakes of syntax. */
function read(source: string): Json | undefined {
  const { value, problems } = parseYaml(source)
  return problems.length === 0 ? value : undefined
}

/** Whether every change of both is in the result. Of texts that cannot be read the lines must do. */
function isWhole({ base, mine, theirs }: Values, merged: Json | undefined): boolean {
  if (base === undefined || mine === undefined || theirs === undefined) return true
  const holds = ({ path, after }: Difference) => compareValues(valueAt(merged, path), after, 1).length === 0
  return merged !== undefined && [...compareValues(base, mine), ...compareValues(base, theirs)].every(holds)
}

function clashesOf({ base, mine, theirs }: Values): readonly Clash[] {
  if (base === undefined || mine === undefined || theirs === undefined) return []
  const others = compareValues(base, theirs)
  const both = compareValues(base, mine).filter(({ path }) =>
    others.some((other) => isWithin(path, other.path) || isWithin(other.path, path)),
  )
  return both
    .map(({ path }) => ({ path, base: valueAt(base, path), mine: valueAt(mine, path), theirs: valueAt(theirs, path) }))
    .filter((clash) => compareValues(clash.mine, clash.theirs, 1).length > 0)
}

function isWithin(path: Path, other: Path): boolean {
  return other.every((segment, index) => path[index] === segment)
}

function reasonOf(clashes: readonly Clash[]): string {
  const places = [...new Set(clashes.map(({ path }) => nameOf(path)))]
  if (places.length === 0) return 'Both texts were changed in the same lines. Take one of them, or put them together by hand.'
  const shown = places.slice(0, 3).join(', ')
  const more = places.length > 3 ? ` and ${places.length - 3} more` : ''
  return `Both have changed ${shown}${more}. Take one of them, or put them together by hand.`
}

/** `nodes.charge.with.url` is, for people, `url of "charge"`. */
function nameOf(path: Path): string {
  const names = path.filter((segment, index) => !(index % 2 === 0 && ['nodes', 'triggers', 'catch', 'finally'].includes(String(segment))))
  const isNode = path[0] === 'nodes' || path[0] === 'triggers'
  const rest = names.slice(1).filter((segment) => segment !== 'with')
  return isNode ? [rest.join('.'), `"${names[0]}"`].filter((text) => text !== '').join(' of ') : path.join('.')
}
