import { isJsonObject, type Json } from '@millrace/engine'

/** The order of an object's fields does not count, that of a list does. */
export function isSameJson(one: Json, other: Json): boolean {
  if (one === other) return true
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((value, index) => isSameJson(value, other[index] ?? null))
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return false
  const names = Object.keys(one)
  if (names.length !== Object.keys(other).length) return false
  return names.every((name) => Object.hasOwn(other, name) && isSameJson(one[name] ?? null, other[name] ?? null))
}
