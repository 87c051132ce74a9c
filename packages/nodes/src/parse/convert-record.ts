import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { parseId } from './parse-id.ts'
import type { ParseColumn } from './parse-plan.ts'

/** A field of an object whose content has to be fetched: a file, and the records of a relation. */
export type ParseField = { readonly column: ParseColumn; readonly value: Json }

export interface ConvertedRecord {
  readonly id: string
  readonly objectId: string
  /** When it was made and changed in Parse. */
  readonly times: JsonObject
  /** The fields but for files and relations; one that is empty is null, so that a second run empties what was emptied. */
  readonly fields: JsonObject
  readonly files: readonly ParseField[]
  readonly relations: readonly ParseColumn[]
  /** The names of fields whose value could not be kept as it was. */
  readonly changed: readonly string[]
}

/** An object of Parse in the shape of a record of ours; undefined for what is none. */
export function convertRecord(className: string, columns: readonly ParseColumn[], object: Json): ConvertedRecord | undefined {
  if (!isJsonObject(object) || typeof object.objectId !== 'string') return undefined
  const { objectId, createdAt, updatedAt } = object
  const fields: Record<string, Json> = {}
  const files: ParseField[] = []
  const relations: ParseColumn[] = []
  const changed: string[] = []
  for (const column of columns) {
    const value = Object.hasOwn(object, column.from) ? (object[column.from] ?? null) : null
    if (column.type === 'relation') relations.push(column)
    else if (column.type === 'file' && isFile(value)) files.push({ column, value })
    else {
      const kept = convertValue(column, value)
      fields[column.name] = kept.value
      if (kept.isChanged) changed.push(column.from)
    }
  }
  const times = { ...(isMoment(createdAt) && { createdAt }), ...(isMoment(updatedAt) && { updatedAt }) }
  return { id: parseId(className, objectId), objectId, times, fields, files, relations, changed }
}

interface Kept {
  readonly value: Json
  readonly isChanged?: boolean
}

/** What is of another type than its column, which Parse does not allow but a database may hold, is left out and told. */
function convertValue({ type }: ParseColumn, value: Json): Kept {
  if (value === null) return { value }
  const given = Object(value) as JsonObject // Of anything else than an object the fields are missing.
  switch (type) {
    case 'string':
      return typeof value === 'string' ? keepText(value) : lost
    case 'number':
    case 'boolean':
      return { value: typeof value === type ? value : null, isChanged: typeof value !== type }
    case 'date':
      return isMoment(given.iso) ? { value: given.iso } : isMoment(value) ? { value } : lost
    case 'pointer':
      return typeof given.className === 'string' && typeof given.objectId === 'string'
        ? { value: parseId(given.className, given.objectId) }
        : lost
    case 'geoPoint':
      return isPoint(given) ? { value: { latitude: Number(given.latitude), longitude: Number(given.longitude) } } : lost
    case 'json':
      return { value }
    case 'file':
    case 'relation':
      return lost
  }
}

const lost: Kept = { value: null, isChanged: true }

/** Neither U+0000 nor half a character can be kept in a text. */
function keepText(text: string): Kept {
  const kept = text.toWellFormed().replaceAll('\u0000', '\uFFFD')
  return { value: kept, isChanged: kept !== text }
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** A date as Parse writes it, in the years that we keep. */
function isMoment(value: Json | undefined): value is string {
  return typeof value === 'string' && moment.test(value) && !value.startsWith('0000') && !Number.isNaN(Date.parse(value))
}

function isPoint({ latitude, longitude }: JsonObject): boolean {
  return isWithin(latitude, 90) && isWithin(longitude, 180)
}

function isWithin(value: Json | undefined, most: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= most
}

function isFile(value: Json): boolean {
  return isJsonObject(value) && typeof value.url === 'string'
}
