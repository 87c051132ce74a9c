import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { type Condition, everything, type Field, type Test } from './condition.ts'
import { fieldOf, idColumn, type KeptTable } from './kept-table.ts'
import { parseTests } from './parse-test.ts'
import type { Permit } from './permit.ts'
import { invalidQuery } from './query-mistake.ts'
import { quoted } from './table-names.ts'

/** What of the tables is seen by whoever asks. */
export type Sight = Pick<Permit, 'find' | 'seen' | 'seesId'>

const deepest = 20
const mostTests = 500
const mostValues = 10_000

interface Reading {
  readonly sight: Sight
  /** Objects with conditions. They are counted too, for an empty one costs as much as one with a test. */
  groups: number
  tests: number
  values: number
}

/**
 * Reads a `where`, and narrows it to the rows that are seen. Throws `TABLE_QUERY_INVALID` or `COLUMN_UNKNOWN`, naming the place: nothing is
 * ever passed over.
 */
export function parseWhere(table: KeptTable, where: JsonObject | undefined, sight: Sight): Condition {
  if (where === undefined) return sight.seen(table)
  return seenOf(sight, table, readAll({ sight, groups: 0, tests: 0, values: 0 }, table, where, { depth: 0, isNegated: false }))
}

function seenOf(sight: Sight, table: KeptTable, condition: Condition): Condition {
  const seen = sight.seen(table)
  return seen === everything ? condition : { type: 'all', of: [seen, condition] }
}

interface Where {
  readonly depth: number
  /** Whether it stands under a `not`: then `and` means `or`, and each test its opposite. */
  readonly isNegated: boolean
}

function readAll(reading: Reading, table: KeptTable, where: Json, place: Where): Condition {
  if (!isJsonObject(where)) throw invalidQuery(`a condition must be an object, such as { "name": "Ada" }, not ${JSON.stringify(where)}`)
  if (place.depth > deepest) throw invalidQuery(`conditions are nested more than ${deepest} deep`)
  reading.groups += 1
  assertNotTooMany(reading.groups)
  const of = Object.entries(where).map(([name, value]) => readEntry(reading, table, name, value, place))
  return { type: place.isNegated ? 'any' : 'all', of }
}

function readEntry(reading: Reading, table: KeptTable, name: string, value: Json, place: Where): Condition {
  const inside = { ...place, depth: place.depth + 1 }
  switch (name) {
    case 'and':
    case '$and':
      return readList(reading, table, name, value, inside, 'all')
    case 'or':
    case '$or':
      return readList(reading, table, name, value, inside, 'any')
    case 'nor':
    case '$nor':
      return readList(reading, table, name, value, { ...inside, isNegated: !inside.isNegated }, 'any')
    case 'not':
    case '$not':
      return readAll(reading, table, value, { ...inside, isNegated: !inside.isNegated })
    case 'relatedTo':
    case '$relatedTo':
      return readRelatedTo(reading, value, place)
    default:
      return readField(reading, table, name, value, place)
  }
}

function readList(reading: Reading, table: KeptTable, name: string, value: Json, place: Where, type: 'all' | 'any'): Condition {
  if (!Array.isArray(value)) throw invalidQuery(`"${name}" takes a list of conditions`)
  const opposite = type === 'all' ? 'any' : 'all'
  return { type: place.isNegated ? opposite : type, of: value.map((one) => readAll(reading, table, one, place)) }
}

function readField(reading: Reading, table: KeptTable, name: string, value: Json, place: Where): Condition {
  const field = findField(table, name)
  const meet = (target: string, where: Json): { readonly table: KeptTable; readonly where: Condition } => {
    const found = reading.sight.find(target)
    const inner = readAll(reading, found, where, { depth: place.depth + 1, isNegated: false })
    return { table: found, where: seenOf(reading.sight, found, inner) }
  }
  const tests = parseTests(field, name, value, meet)
  reading.tests += tests.length
  assertNotTooMany(reading.tests)
  for (const { test } of tests) reading.values += test.type === 'in' ? test.values.length : 0
  if (reading.values > mostValues) throw invalidQuery(`it names more than ${mostValues} values`)
  const of = tests.map(({ test, isNegated }) => ({ type: 'test', field, test, isNegated: isNegated !== place.isNegated }) as const)
  const [first] = of
  return first !== undefined && of.length === 1 ? first : { type: place.isNegated ? 'any' : 'all', of }
}

function assertNotTooMany(conditions: number): void {
  if (conditions > mostTests) throw invalidQuery(`it has more than ${mostTests} conditions`)
}

function findField(table: KeptTable, name: string): Field {
  if (name.startsWith('$')) throw invalidQuery(`there is no operator ${quoted(name)}; beside columns stand and, or, nor, not and relatedTo`)
  const [first = '', ...path] = name.split('.')
  const column = fieldOf(table, first)
  if (path.length > 0 && column.type !== 'json') throw invalidQuery(`${quoted(name)}: "${first}" is no JSON, so nothing lies within it`)
  if (path.length > 10) throw invalidQuery(`${quoted(name)} goes more than 10 deep`)
  return { column, path }
}

function readRelatedTo({ sight }: Reading, value: Json, { isNegated }: Where): Condition {
  const { table: name, id, column: columnName } = isJsonObject(value) ? value : {}
  if (typeof name !== 'string' || typeof id !== 'string' || typeof columnName !== 'string') {
    throw invalidQuery('"relatedTo" takes { table, id, column }: the record whose relation is meant')
  }
  const table = sight.find(name)
  const column = fieldOf(table, columnName)
  if (column.type !== 'relation') throw invalidQuery(`"relatedTo" names column "${columnName}", which is no relation`)
  // Of a record that is not seen nothing is known: no record is related to it.
  const test: Test = sight.seesId(table, id) ? { type: 'linked-from', table, column, id } : { type: 'in', values: [] }
  return { type: 'test', field: { column: idColumn, path: [] }, test, isNegated }
}
