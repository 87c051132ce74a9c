import { isJsonObject, type Json } from '../../json.ts'
import type { Mistake } from '../mistake.ts'
import { sitesOf } from './alias-sites.ts'
import { applyToValue } from './apply-to-value.ts'
import type { Path, PlaceChange } from './change.ts'
import { type EditableText, isBroken, openText } from './editable-text.ts'
import { nameOf, type Refusal, refuse } from './refusal.ts'
import { isSame } from './smaller-changes.ts'

/** Reads an edited text again and says what is wrong when its value is not the one that the change makes. */
export function checkResult(before: EditableText, result: string, change: PlaceChange): Refusal | undefined {
  const after = openText(result)
  if (isBroken(after)) return explain(change, after)
  const expected = expectedValue(before, change)
  const isExpected = hasNumericKeys(before.value) ? isSame(sorted(after.value), sorted(expected)) : isSame(after.value, expected)
  if (isExpected && expected !== undefined) return undefined
  return refuse('EDIT_NOT_SAFE', change.path, `${nameOf(change.path)} cannot be changed without changing what stands around it.`)
}

/** The change applied wherever its place shows, since aliases follow their anchor. */
function expectedValue({ document, value }: EditableText, change: PlaceChange): Json | undefined {
  // Setting replaces what is anchored; everything else changes the map or list around it.
  const depth = change.type === 'set' ? change.path.length : change.path.length - 1
  const [own, ...others] = sitesOf(document, change.path.slice(0, depth)) ?? []
  const applyAt = (whole: Json | undefined, site: Path) => applyToValue(whole, { ...change, path: [...site, ...change.path.slice(depth)] })
  const changed = own && applyAt(value, own)
  return changed === undefined ? undefined : others.reduce<Json | undefined>(applyAt, changed)
}

/** Mistakes that come from the new value or key itself, rather than from how it was written. */
const ownFaults: ReadonlySet<Mistake['code']> = new Set([
  'FORBIDDEN_KEY',
  'TOO_DEEP',
  'INVALID_CHARACTER',
  'DOCUMENT_TOO_LARGE',
  'TOO_MANY_TOKENS',
  'TOO_MANY_VALUES',
  'KEY_TOO_LONG',
])

function explain(change: PlaceChange, mistakes: readonly Mistake[]): Refusal {
  const { path } = change
  const orphan = mistakes.find(({ code }) => code === 'UNKNOWN_ANCHOR')
  if (orphan !== undefined) return refuse('ANCHOR_IN_USE', path, `${nameOf(path)} holds an anchor that an alias elsewhere needs.`)
  const own = mistakes.find(({ code }) => ownFaults.has(code))
  if (own !== undefined) return { code: own.code, message: own.message, path }
  return refuse('EDIT_NOT_SAFE', path, `${nameOf(path)} cannot be changed without breaking the text.`)
}

/** JavaScript puts keys such as "200" before all others: with them about, the order of a value is not that of its text. */
function hasNumericKeys(value: Json | undefined): boolean {
  return /"\d+":/.test(JSON.stringify(value) ?? '')
}

function sorted(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item) ?? null)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item) ?? null] as const)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
