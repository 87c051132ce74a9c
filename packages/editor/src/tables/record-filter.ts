import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'

/** What of a table is shown, as the address of the page keeps it: a link shows another person the same. */
export interface RecordFilter {
  readonly search: string
  /** A condition as the API takes it, JSON; nothing for all records. */
  readonly where: string
  /** Columns, `-` before one for the other way round. */
  readonly sort: readonly string[]
  /** The record that is open beside the grid, or `new`. */
  readonly record: string
}

export const allRecords: RecordFilter = { search: '', where: '', sort: [], record: '' }

export function readAddress(address: URLSearchParams): RecordFilter {
  const sort = (address.get('sort') ?? '').split(',').filter((name) => name !== '')
  return { search: address.get('search') ?? '', where: address.get('where') ?? '', sort, record: address.get('record') ?? '' }
}

export function writeAddress({ search, where, sort, record }: RecordFilter): URLSearchParams {
  const fields = Object.entries({ search, where, sort: sort.join(','), record })
  return new URLSearchParams(fields.filter(([, value]) => value !== ''))
}

/** The condition of an address; undefined where there is none that can be read. */
export function parseWhere(text: string): JsonObject | undefined {
  if (text === '') return undefined
  try {
    const value = JSON.parse(text) as Json // JSON is what it parses.
    return isJsonObject(value) ? value : undefined
  } catch {
    // Half typed, or a link that was cut: nothing is asked for, and the field says so.
    return undefined
  }
}

/** Up, down, and as it was; with others kept when `isAdded`. */
export function nextSort(sort: readonly string[], name: string, isAdded: boolean): readonly string[] {
  const others = isAdded ? sort.filter((one) => one !== name && one !== `-${name}`) : []
  if (sort.includes(name)) return [...others, `-${name}`]
  return sort.includes(`-${name}`) ? others : [...others, name]
}
