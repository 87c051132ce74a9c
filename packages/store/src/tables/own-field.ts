import type { Json, JsonObject } from '@millrace/engine'

/** The field of a record from outside, null where it has none: `constructor` and the like name columns too, and must not find what every object has. */
export function ownField(record: JsonObject, name: string): Json {
  return Object.hasOwn(record, name) ? (record[name] ?? null) : null
}
