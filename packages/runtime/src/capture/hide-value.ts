import { type CaptureLevel, isJsonObject, type Json } from '@millrace/engine'
import type { LeafMask } from '../secrets/mask-leaves.ts'
import type { TextMask } from './known-patterns.ts'
import { shapeOf } from './value-shape.ts'

const previewLength = 1_000
/** Digits of a number that a pattern is looked for in: shorter ones are counts and times of day. */
const shortestNumber = 9

/** The value as a level keeps it: whole, as its shape, or nothing. */
export function atLevel(value: Json, level: CaptureLevel): Json {
  if (level === 'full') return value
  if (level === 'shapes') return shapeOf(value)
  return isJsonObject(value) ? {} : null
}

/** Its size and its beginning in place of a value that is too long. */
export function cutShort(value: Json, truncate: number | undefined): Json {
  if (truncate === undefined || value === null || typeof value === 'boolean' || typeof value === 'number') return value
  const text = JSON.stringify(value)
  return text.length <= truncate
    ? value
    : { truncated: { characters: text.length, preview: text.slice(0, Math.min(previewLength, truncate)) } }
}

/** All that is masked in one walk: what was learned, and then the patterns. */
export function allMasks(learned: LeafMask, masks: readonly TextMask[]): LeafMask {
  if (masks.length === 0) return learned
  const byPatterns = (text: string) => {
    let masked = text
    for (const mask of masks) masked = mask(masked)
    return masked
  }
  return {
    text: (text) => byPatterns(learned.text(text)),
    number(value) {
      const known = learned.number(value)
      const text = String(value)
      if (known !== value || text.length < shortestNumber) return known
      const masked = byPatterns(text)
      return masked === text ? value : masked
    },
  }
}
