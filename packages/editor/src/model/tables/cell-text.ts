import { isJsonObject, type Json } from '@millrace/engine'
import type { Column } from './column.ts'

/** No cell shows more: a record may hold megabytes. */
const longest = 300

/** What a cell shows, in one line; times are local. Undefined where it is empty. */
export function cellText({ type }: Pick<Column, 'type'>, value: Json | undefined): string | undefined {
  if (value === null || value === undefined) return undefined
  if (type === 'date' && typeof value === 'string') return dateText(value)
  if (type === 'geoPoint') return pointText(value)
  if (type === 'file' && isJsonObject(value)) return String(value.name)
  return shortened(typeof value === 'string' ? value : JSON.stringify(value))
}

/** `2027-03-01 09:30`, local, with seconds where they say something: it sorts as it reads. */
function dateText(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const day = [String(at.getFullYear()).padStart(4, '0'), two(at.getMonth() + 1), two(at.getDate())].join('-')
  const hasSeconds = at.getSeconds() !== 0 || at.getMilliseconds() !== 0
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}${hasSeconds ? `:${two(at.getSeconds())}` : ''}`
}

/** What an editor of the cell begins with; read-cell.ts reads it. */
export function editText({ type }: Pick<Column, 'type'>, value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  if (type === 'date' && typeof value === 'string') return localTime(value)
  if (type === 'geoPoint') return pointText(value)
  if (type === 'json') return JSON.stringify(value, undefined, 2)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What is copied: what another program, or another cell, reads as the same value. */
export function copyText({ type }: Pick<Column, 'type'>, value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  if (type === 'geoPoint') return pointText(value)
  return typeof value === 'string' && type !== 'json' ? value : JSON.stringify(value)
}

/** As a field for local times has it: `2027-03-01T09:30:00.000`. */
function localTime(iso: string): string {
  const at = new Date(iso)
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return Number.isNaN(at.getTime()) ? '' : local.toISOString().slice(0, -1)
}

function pointText(value: Json): string {
  return isJsonObject(value) ? `${String(value.latitude)}, ${String(value.longitude)}` : JSON.stringify(value)
}

function shortened(text: string): string {
  const line = text.length > longest ? `${text.slice(0, longest)}…` : text
  return line.replaceAll(/\s*\n\s*/g, ' ↵ ')
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
