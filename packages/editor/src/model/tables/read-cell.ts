import { isJsonObject, type Json } from '@millrace/engine'
import type { Column } from './column.ts'

export type ReadCell = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly mistake: string }

/** What somebody means who types or pastes this into a cell; nothing typed is an empty cell. */
export function readCell(column: Pick<Column, 'type'>, text: string): ReadCell {
  const typed = text.trim()
  if (column.type === 'string') return right(text === '' ? null : text)
  if (typed === '') return right(null)
  switch (column.type) {
    case 'number':
      return /^[-+.\d]/.test(typed) && Number.isFinite(Number(typed)) ? right(Number(typed)) : wrong('A number, such as 3.5.')
    case 'boolean':
      return readBoolean(typed)
    case 'date':
      return readDate(typed)
    case 'json':
      return readJson(typed)
    case 'file':
      return readFile(typed)
    case 'pointer':
      return /^[0-9a-f]{24}$/i.test(typed)
        ? right(typed.toLowerCase())
        : wrong('The id of a record: 24 characters of 0-9 and a-f, as its panel shows it.')
    case 'relation':
      return wrong('Open the record to change what belongs to it.')
    case 'geoPoint':
      return readPoint(typed)
  }
}

function readBoolean(text: string): ReadCell {
  if (/^(?:true|yes|1)$/i.test(text)) return right(true)
  return /^(?:false|no|0)$/i.test(text) ? right(false) : wrong('true or false.')
}

/** A day alone is one in UTC, as the API has it; a time without a zone is local, as it is shown. */
function readDate(text: string): ReadCell {
  const at = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?(?:Z|[+-]\d\d:\d\d)?$/.test(text)
    ? new Date(text.replace(' ', 'T'))
    : undefined
  const isThere = at !== undefined && !Number.isNaN(at.getTime())
  return isThere ? right(at.toISOString()) : wrong('A date, such as 2027-03-01 or 2027-03-01 09:30.')
}

function readJson(text: string): ReadCell {
  try {
    return right(JSON.parse(text) as Json) // JSON is what it parses.
  } catch (error) {
    return wrong(`JSON: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

function readFile(text: string): ReadCell {
  const read = readJson(text)
  const isHandle = read.ok && isJsonObject(read.value) && typeof read.value.fileId === 'string' && typeof read.value.name === 'string'
  return isHandle ? read : wrong('The handle of a file, as JSON.')
}

function readPoint(text: string): ReadCell {
  const found = /^(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)$/.exec(text)
  const [latitude, longitude] = found === null ? pointOf(readJson(text)) : [Number(found[1]), Number(found[2])]
  if (latitude === undefined || longitude === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
    return wrong('Latitude and longitude in degrees, such as 48.14, 11.58.')
  }
  return right({ latitude, longitude })
}

function pointOf(read: ReadCell): readonly [number?, number?] {
  const { latitude, longitude } = read.ok && isJsonObject(read.value) ? read.value : {}
  return typeof latitude === 'number' && typeof longitude === 'number' ? [latitude, longitude] : []
}

function right(value: Json): ReadCell {
  return { ok: true, value }
}

function wrong(mistake: string): ReadCell {
  return { ok: false, mistake }
}
