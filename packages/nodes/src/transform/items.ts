import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { badItem, StepFault } from './step-fault.ts'

/** The value as a list, for the steps that need one. */
export function listOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value
  throw new StepFault('what came is not a list')
}

/** Items as maps. */
export function mapsOf(value: Json): readonly JsonObject[] {
  return listOf(value).map((item, index) => {
    if (!isJsonObject(item)) throw badItem(index, 'is not a map')
    return item
  })
}

/** Changes each item of a list, or the one map that came in its stead. */
export function eachMap(value: Json, change: (item: JsonObject, index: number | undefined) => Json): Json {
  if (isJsonObject(value)) return change(value, undefined)
  if (!Array.isArray(value)) throw new StepFault('what came is neither a list nor a map')
  return mapsOf(value).map(change)
}

/** Blames an item of a list, or the one map. */
export function badMap(index: number | undefined, why: string, details: { readonly [key: string]: Json } = {}): StepFault {
  return index === undefined ? new StepFault(`the map ${why}`, details) : badItem(index, why, details)
}
