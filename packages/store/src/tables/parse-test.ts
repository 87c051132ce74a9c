import { isJsonObject, type Json, type JsonObject, nearestWord } from '@millrace/engine'
import { asCell, readGeoPoint, readPointer } from './cell.ts'
import { canBeIn } from './column-rules.ts'
import type { Condition, Field, Test } from './condition.ts'
import type { KeptTable } from './kept-table.ts'
import { findOperator, type Operator, operatorNames } from './operators.ts'
import { invalidQuery } from './query-mistake.ts'
import { readPattern } from './read-pattern.ts'
import { readWords } from './read-words.ts'
import { quoted } from './table-names.ts'
import type { Cell } from './table-row.ts'

export interface ParsedTest {
  readonly test: Test
  readonly isNegated: boolean
}

/** Reads a condition for records that another column leads to. */
export type Meet = (table: string, where: Json) => { readonly table: KeptTable; readonly where: Condition }

interface Asked {
  readonly field: Field
  /** As it is written, for messages. */
  readonly name: string
  /** All that is asked of the field: options stand beside what they belong to. */
  readonly asked: JsonObject
  readonly meet: Meet
}

const mostValues = 1_000

/** What is asked of one field: a value that it shall have, or operators. */
export function parseTests(field: Field, name: string, value: Json, meet: Meet): readonly ParsedTest[] {
  if (field.column.type === 'relation' && value === null) return [{ test: { type: 'exists' }, isNegated: true }]
  if (!isJsonObject(value)) return [{ test: { type: 'equals', value: operand(field, name, value) }, isNegated: false }]
  return readOperators({ field, name, asked: value, meet })
}

function readOperators(of: Asked): readonly ParsedTest[] {
  const words = Object.keys(of.asked)
  if (words.length === 0) throw invalidQuery(`"${of.name}" is asked for nothing: give a value or operators`)
  return words.flatMap((word) => {
    const operator = findOperator(word)
    if (operator === undefined) throw unknownOperator(of, word)
    return readOperator(of, operator, word)
  })
}

function unknownOperator({ name, field }: Asked, word: string): Error {
  const near = findOperator(`$${word}`) ?? nearestWord(word, operatorNames)
  const hint = field.column.type === 'json' ? '; to compare with an object, use equalTo' : ''
  return invalidQuery(`${quoted(name)} has the unknown operator ${quoted(word)}${near === undefined ? hint : `: did you mean "${near}"?`}`)
}

function readOperator(of: Asked, operator: Operator, word: string): readonly ParsedTest[] {
  const value = of.asked[word] ?? null
  if (operator === 'options') return readOptions(of)
  if (operator === 'not') return readNot(of, value)
  if (!canBeIn(of.field, operator))
    throw invalidQuery(`"${word}" cannot be asked of "${of.name}", which is of type ${of.field.column.type}`)
  const isNegated = operator === 'notEqualTo' || operator === 'notContainedIn' || (operator === 'exists' && value === false)
  return [{ test: readTest(of, operator, word, value), isNegated }]
}

/** They are read with the pattern; by themselves they mean nothing. */
function readOptions({ asked, name }: Asked): readonly ParsedTest[] {
  if ('matchesRegex' in asked || '$regex' in asked) return []
  throw invalidQuery(`"${name}" has options, but no regular expression that they belong to`)
}

function readNot({ field, name, meet }: Asked, value: Json): readonly ParsedTest[] {
  const tests = parseTests(field, name, value, meet)
  const [only] = tests
  if (only === undefined || tests.length > 1)
    throw invalidQuery(`"not" of "${name}" takes one operator: use "not" beside the columns for more`)
  return [{ ...only, isNegated: !only.isNegated }]
}

function readTest(of: Asked, operator: Exclude<Operator, 'not' | 'options'>, word: string, value: Json): Test {
  const { field, name, asked } = of
  const what = `"${word}" of "${name}"`
  switch (operator) {
    case 'equalTo':
    case 'notEqualTo':
      return { type: 'equals', value: operand(field, name, value) }
    case 'lessThan':
      return { type: 'compares', operator: '<', value: comparable(field, name, value) }
    case 'lessThanOrEqualTo':
      return { type: 'compares', operator: '<=', value: comparable(field, name, value) }
    case 'greaterThan':
      return { type: 'compares', operator: '>', value: comparable(field, name, value) }
    case 'greaterThanOrEqualTo':
      return { type: 'compares', operator: '>=', value: comparable(field, name, value) }
    case 'containedIn':
    case 'notContainedIn':
      return readIn(field, name, listOf(what, value))
    case 'exists':
      if (typeof value !== 'boolean') throw invalidQuery(`${what} takes true or false`)
      return { type: 'exists' }
    case 'contains':
      return readContains(field, what, value)
    case 'startsWith':
      return { type: 'starts-with', text: textOf(what, value) }
    case 'endsWith':
      return { type: 'ends-with', text: textOf(what, value) }
    case 'matchesRegex':
      return readPattern(what, textOf(what, value), asked.options ?? asked.$options)
    case 'search':
      return readWords(field, what, textOf(what, value))
    case 'pointsTo':
      return readPointsTo(field, what, value)
    case 'matchesQuery':
      return readMeets(of, what, value)
    case 'nearSphere':
      return readNear(what, value)
    case 'withinBox':
      return readBox(what, value)
  }
}

/** A value that the field could have. Within JSON everything can be. */
function operand({ column, path }: Field, name: string, value: Json): Cell | null {
  if (value === null) return null
  if (path.length > 0) return value
  const cell = column.type === 'relation' ? undefined : asCell(column, value)
  if (cell === undefined) {
    throw invalidQuery(`${quoted(name)} is of type ${column.type} and can never be ${JSON.stringify(value).slice(0, 80)}`)
  }
  return cell
}

function comparable(field: Field, name: string, value: Json): string | number {
  const cell = operand(field, name, value)
  if (typeof cell === 'string' || typeof cell === 'number') return cell
  throw invalidQuery(`${quoted(name)} is compared with ${JSON.stringify(value).slice(0, 80)}, which is neither more nor less than anything`)
}

function readIn(field: Field, name: string, list: readonly Json[]): Test {
  if (list.length > mostValues) throw invalidQuery(`"${name}" is compared with more than ${mostValues} values`)
  if (field.column.type === 'relation') return { type: 'linked-to', ids: list.map((one) => idOf(`"${name}"`, one)) }
  return { type: 'in', values: list.map((one) => operand(field, name, one)) }
}

function readContains({ column, path }: Field, what: string, value: Json): Test {
  if (column.type === 'relation') return { type: 'linked-to', ids: [idOf(what, value)] }
  if (column.type === 'json' && (path.length === 0 || typeof value !== 'string')) return { type: 'has', element: value }
  return { type: 'contains', text: textOf(what, value) }
}

function readPointsTo({ column }: Field, what: string, value: Json): Test {
  const id = idOf(what, value)
  return column.type === 'relation' ? { type: 'linked-to', ids: [id] } : { type: 'equals', value: id }
}

function readMeets({ field: { column }, meet }: Asked, what: string, value: Json): Test {
  const { where = {}, table = column.table, ...rest } = isJsonObject(value) ? value : { where: value }
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw invalidQuery(`${what} takes { where }, and knows no ${quoted(unknown)}`)
  if (table !== column.table || column.table === undefined) throw invalidQuery(`${what} leads to table "${column.table}"`)
  return { type: 'meets', ...meet(column.table, where) }
}

function readNear(what: string, value: Json): Test {
  const { maxKilometers, ...point } = isJsonObject(value) ? value : {}
  const center = readGeoPoint(point)
  if (center === undefined || typeof maxKilometers !== 'number' || !(maxKilometers >= 0)) {
    throw invalidQuery(`${what} takes { latitude, longitude, maxKilometers }`)
  }
  return { type: 'near', ...center, kilometers: maxKilometers }
}

function readBox(what: string, value: Json): Test {
  const { southwest = null, northeast = null } = isJsonObject(value) ? value : {}
  const from = readGeoPoint(southwest)
  const to = readGeoPoint(northeast)
  if (from === undefined || to === undefined) throw invalidQuery(`${what} takes { southwest, northeast }, two points`)
  return { type: 'box', south: from.latitude, west: from.longitude, north: to.latitude, east: to.longitude }
}

function idOf(what: string, value: Json): string {
  const id = readPointer(value)
  if (id === undefined) throw invalidQuery(`${what} takes the id of a record, 24 characters of 0-9 and a-f`)
  return id
}

function listOf(what: string, value: Json): readonly Json[] {
  if (!Array.isArray(value)) throw invalidQuery(`${what} takes a list`)
  return value
}

function textOf(what: string, value: Json): string {
  if (typeof value !== 'string' || !value.isWellFormed()) throw invalidQuery(`${what} takes text`)
  return value
}
