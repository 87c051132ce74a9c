import { type CaptureLevel, isJsonObject, type Json } from '@millrace/engine'
import type { SecretMask } from '../secrets/mask-secrets.ts'
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

/** All masks, over each text of a value, the names of members too. The same value where nothing is masked. */
function maskTexts(value: Json, masks: readonly TextMask[]): Json {
  if (typeof value === 'string') return maskText(value, masks)
  if (typeof value === 'number') return maskNumber(value, masks)
  if (Array.isArray(value)) {
    const items = value as readonly Json[]
    const masked = items.map((item) => maskTexts(item, masks))
    return masked.some((item, index) => item !== items[index]) ? masked : items
  }
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [maskText(key, masks), maskTexts(inner, masks)])
  return entries.some(([key, inner]) => value[key] !== inner) ? Object.fromEntries(entries) : value
}

function maskText(text: string, masks: readonly TextMask[]): string {
  let masked = text
  for (const mask of masks) masked = mask(masked)
  return masked
}

function maskNumber(value: number, masks: readonly TextMask[]): Json {
  const text = String(value)
  if (text.length < shortestNumber) return value
  const masked = maskText(text, masks)
  return masked === text ? value : masked
}

/** A mask that has learned texts, and then the patterns. */
export function maskAll(value: Json, learned: SecretMask | undefined, masks: readonly TextMask[]): Json {
  const known = learned === undefined ? value : learned(value)
  return masks.length === 0 ? known : maskTexts(known, masks)
}
