import { isJsonObject, type Json } from '../../json.ts'
import { yamlLimits } from '../limits.ts'

/** True for what a document can hold: finite numbers, plain maps and dense lists, within the limits of depth and number. */
export function isJson(value: Json): boolean {
  let left: number = yamlLimits.values

  function holds(part: unknown, depth: number): boolean {
    left--
    if (left < 0 || depth > yamlLimits.depth) return false
    if (part === null || typeof part === 'boolean' || typeof part === 'string') return true
    if (typeof part === 'number') return Number.isFinite(part)
    if (Array.isArray(part)) return Array.from(part).every((item) => holds(item, depth + 1))
    return isPlain(part) && Object.values(part).every((item) => holds(item, depth + 1))
  }

  return holds(value, 0)
}

function isPlain(part: unknown): part is Readonly<Record<string, unknown>> {
  if (!isJsonObject(part as Json)) return false
  const prototype: unknown = Object.getPrototypeOf(part)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
