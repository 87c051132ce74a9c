import { differenceBetween } from '../model/difference-between.ts'

/** A value told in a few words: what a tip has room for. */
export interface PreviewLine {
  /** Of a map or list; undefined where the value is one by itself. */
  readonly name: string | undefined
  readonly text: string
}

const mostLines = 6
const longest = 64
/** So much of what two texts have in common stands before the place at which they part. */
const ahead = 16

export function previewLines(value: unknown): readonly PreviewLine[] {
  if (typeof value !== 'object' || value === null) return [{ name: undefined, text: shortText(value) }]
  const entries = Object.entries(value)
  if (entries.length === 0) return [{ name: undefined, text: Array.isArray(value) ? 'an empty list' : 'an empty map' }]
  const lines = entries.slice(0, mostLines).map(([name, inner]) => ({ name, text: shortText(inner) }))
  const left = entries.length - lines.length
  return left === 0 ? lines : [...lines, { name: undefined, text: `… and ${left} more` }]
}

/** One line, cut where it is long. */
function shortText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? 'a list of 1' : `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return cut(JSON.stringify(value))
  return cut(value === undefined ? 'nothing' : typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : JSON.stringify(value))
}

/** Two values beside each other: of long texts the place at which they part. */
export function contrastTexts(before: unknown, after: unknown): readonly [before: string, after: string] {
  if (typeof before !== 'string' || typeof after !== 'string') return [shortText(before), shortText(after)]
  const { start } = differenceBetween(before, after)
  const from = start < longest - ahead ? 0 : start - ahead
  const lead = from === 0 ? '' : '…'
  return [lead + shortText(before.slice(from)), lead + shortText(after.slice(from))]
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}
