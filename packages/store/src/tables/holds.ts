import { compileLinearPattern, isJsonObject, type Json } from '@millrace/engine'
import { foldText, tokensIn } from '../search/tokens.ts'
import { compareText } from './compare-cells.ts'
import type { Condition, Field, Test } from './condition.ts'
import { isSameJson } from './is-same-json.ts'
import type { KeptColumn } from './kept-table.ts'
import { invalidQuery } from './query-mistake.ts'
import { cellOf, type TableRow } from './table-row.ts'

type Holds = (row: TableRow) => boolean
/** Whether a relation of the row is as the test says. Left out, the links have been looked up. */
export type HasLink = (column: KeptColumn, test: Test, row: TableRow) => boolean

/**
 * Says of rows whether the condition holds. To be made anew every thousand rows or so: a regular
 * expression has a budget, so that none can hold up everything else.
 */
export function createHolds(condition: Condition, hasLink?: HasLink): Holds {
  if (condition.type === 'test') return holdsInField(condition.field, condition.test, condition.isNegated, hasLink)
  const parts = condition.of.map((part) => createHolds(part, hasLink))
  return condition.type === 'all' ? (row) => parts.every((part) => part(row)) : (row) => parts.some((part) => part(row))
}

function holdsInField({ column, path }: Field, test: Test, isNegated: boolean, hasLink: HasLink | undefined): Holds {
  if (column.type === 'relation' && hasLink !== undefined) return (row) => hasLink(column, test, row) !== isNegated
  const says = createSays(test)
  // A relation's ids have been looked up as those of the records that have it.
  if (column.type === 'relation') return (row) => says(row.id) !== isNegated
  return (row) => says(within(cellOf(row, column) ?? null, path)) !== isNegated
}

function within(value: Json, path: readonly string[]): Json {
  let found: Json = value
  for (const name of path) {
    if (Array.isArray(found)) found = (/^\d{1,6}$/.test(name) ? found[Number(name)] : undefined) ?? null
    else if (isJsonObject(found) && Object.hasOwn(found, name)) found = found[name] ?? null
    else return null
  }
  return found
}

function createSays(test: Test): (value: Json) => boolean {
  switch (test.type) {
    case 'equals':
      return (value) => isSameJson(value, test.value)
    case 'compares':
      return (value) => compares(value, test)
    case 'in':
      return (value) => test.values.some((one) => isSameJson(value, one))
    case 'exists':
      return (value) => value !== null
    case 'contains':
      return (value) => typeof value === 'string' && value.includes(test.text)
    case 'starts-with':
      return (value) => typeof value === 'string' && value.startsWith(test.text)
    case 'ends-with':
      return (value) => typeof value === 'string' && value.endsWith(test.text)
    case 'has':
      return (value) => Array.isArray(value) && value.some((one) => isSameJson(one, test.element))
    case 'matches':
      return saysMatches(test)
    case 'words':
      return (value) => typeof value === 'string' && hasWords(value, test)
    case 'near':
      return (value) => isPoint(value) && kilometersBetween(value, test) <= test.kilometers
    case 'box':
      return (value) => isPoint(value) && isInBox(value, test)
    case 'one-of':
      return (value) => typeof value === 'string' && test.ids.has(value)
    case 'linked-to':
    case 'linked-from':
    case 'meets':
      throw new Error(`A test of type ${test.type} must be looked up first`)
  }
}

function compares(value: Json, { operator, value: other }: Extract<Test, { type: 'compares' }>): boolean {
  if (typeof value !== typeof other) return false
  const order = typeof value === 'string' ? compareText(value, String(other)) : Number(value) - Number(other)
  switch (operator) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

function saysMatches({ pattern, flags }: Extract<Test, { type: 'matches' }>): (value: Json) => boolean {
  const compiled = compileLinearPattern(pattern, flags)
  return (value) => {
    if (typeof value !== 'string') return false
    try {
      return compiled.test(value)
    } catch (cause) {
      throw invalidQuery(`the regular expression ${JSON.stringify(pattern.slice(0, 80))} takes too long: ${String(cause)}`)
    }
  }
}

function hasWords(text: string, { tokens, isPrefix }: Extract<Test, { type: 'words' }>): boolean {
  const words = new Set(tokensIn(foldText(text)))
  return tokens.every((token, index) =>
    isPrefix && index === tokens.length - 1 ? [...words].some((word) => word.startsWith(token)) : words.has(token),
  )
}

interface Point {
  readonly latitude: number
  readonly longitude: number
}

function isPoint(value: Json): value is Json & Point {
  return isJsonObject(value) && typeof value.latitude === 'number' && typeof value.longitude === 'number'
}

/** On a sphere, as the crow flies: the haversine formula. */
function kilometersBetween(from: Point, to: Point): number {
  const radians = Math.PI / 180
  const height = Math.sin(((to.latitude - from.latitude) * radians) / 2) ** 2
  const width = Math.sin(((to.longitude - from.longitude) * radians) / 2) ** 2
  const chord = height + Math.cos(from.latitude * radians) * Math.cos(to.latitude * radians) * width
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/** A box whose west lies east of its east goes over the line where the date changes. */
function isInBox({ latitude, longitude }: Point, { south, west, north, east }: Extract<Test, { type: 'box' }>): boolean {
  if (latitude < south || latitude > north) return false
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east
}
