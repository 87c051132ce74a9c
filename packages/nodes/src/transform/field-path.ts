import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { z } from 'zod'

/** `customer.address.city`, `lines.0.sku`. A segment `__proto__` would reach what is no data. */
export const fieldPath = z
  .string()
  .regex(/^[^.]+(\.[^.]+)*$/, { error: 'is not a field: write a name, or names joined by dots' })
  .refine((path) => !path.split('.').includes('__proto__'), { error: 'cannot go through __proto__' })

/** One field or several. */
export const fieldPaths = z.union([fieldPath, z.array(fieldPath).min(1)]).transform((paths) => [paths].flat())

/** The value of a field, or undefined where there is none. Own fields and members of lists only. */
export function readField(item: Json, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>(readKey, item)
}

function readKey(at: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(at)) return /^\d{1,9}$/.test(key) ? at[Number(key)] : undefined
  return isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined
}

/** How far a path leads, for the message that it leads nowhere: `a.b` of `a.b.c`. */
export function missingPart(item: Json, path: string): string {
  const keys = path.split('.')
  const length = keys.findIndex((_, index) => readField(item, keys.slice(0, index + 1).join('.')) === undefined)
  return keys.slice(0, length + 1).join('.')
}

/** A copy with the field set; maps on the way are made where they are missing. */
export function withField(item: JsonObject, path: string, value: Json): JsonObject {
  const [key = '', rest] = split(path)
  if (rest === undefined) return { ...item, [key]: value }
  const inner = Object.hasOwn(item, key) ? item[key] : undefined
  return { ...item, [key]: withField(isJsonObject(inner) ? inner : {}, rest, value) }
}

/** A copy without the field. */
export function withoutField(item: JsonObject, path: string): JsonObject {
  const [key = '', rest] = split(path)
  if (!Object.hasOwn(item, key)) return item
  const { [key]: inner, ...others } = item
  if (rest === undefined) return others
  return isJsonObject(inner) ? { ...item, [key]: withoutField(inner, rest) } : item
}

function split(path: string): [key: string, rest: string | undefined] {
  const dot = path.indexOf('.')
  return dot === -1 ? [path, undefined] : [path.slice(0, dot), path.slice(dot + 1)]
}
