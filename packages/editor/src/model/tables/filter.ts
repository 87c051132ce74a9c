import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { copyText } from './cell-text.ts'
import type { Column, ColumnType } from './column.ts'
import { readCell } from './read-cell.ts'

/**
 * Owns: how a condition on records is shown in rows, and which condition rows stand for.
 * Invariants: a condition that rows cannot show is never shown in part; a row that is not finished asks for nothing.
 */
export interface Filter {
  readonly how: 'all' | 'any'
  readonly rows: readonly FilterRow[]
}

export interface FilterRow {
  readonly column: string
  readonly operator: FilterOperator
  /** As it is typed. */
  readonly text: string
}

const operators = {
  equalTo: 'is',
  notEqualTo: 'is not',
  contains: 'contains',
  startsWith: 'begins with',
  endsWith: 'ends with',
  matchesRegex: 'matches',
  search: 'has the words',
  greaterThan: 'more than',
  greaterThanOrEqualTo: 'at least',
  lessThan: 'less than',
  lessThanOrEqualTo: 'at most',
  containedIn: 'is one of',
  notContainedIn: 'is none of',
  pointsTo: 'leads to',
  isEmpty: 'is empty',
  isThere: 'is not empty',
} as const

export type FilterOperator = keyof typeof operators

const equality = ['equalTo', 'notEqualTo', 'containedIn', 'notContainedIn'] as const
const order = ['greaterThan', 'greaterThanOrEqualTo', 'lessThan', 'lessThanOrEqualTo'] as const
const presence = ['isEmpty', 'isThere'] as const
const byType: Readonly<Record<ColumnType, readonly FilterOperator[]>> = {
  string: [
    'contains',
    'equalTo',
    'notEqualTo',
    'startsWith',
    'endsWith',
    'matchesRegex',
    'containedIn',
    'notContainedIn',
    ...order,
    ...presence,
  ],
  number: [...equality.slice(0, 2), ...order, ...equality.slice(2), ...presence],
  boolean: ['equalTo', 'notEqualTo', ...presence],
  date: ['greaterThanOrEqualTo', 'lessThan', 'greaterThan', 'lessThanOrEqualTo', 'equalTo', 'notEqualTo', ...presence],
  json: ['contains', 'equalTo', 'notEqualTo', ...presence],
  file: presence,
  pointer: ['equalTo', 'notEqualTo', 'containedIn', ...presence],
  relation: ['pointsTo', ...presence],
  geoPoint: [...presence, 'equalTo', 'notEqualTo'],
}

/** Of times one says it in other words. */
const ofTimes: Partial<Record<FilterOperator, string>> = {
  greaterThan: 'after',
  greaterThanOrEqualTo: 'from',
  lessThan: 'before',
  lessThanOrEqualTo: 'up to',
}

export function operatorsOf({ type, search }: Column): readonly { readonly value: FilterOperator; readonly label: string }[] {
  const names = search === true ? (['search', ...byType[type]] as const) : byType[type]
  return names.map((value) => ({ value, label: (type === 'date' ? ofTimes[value] : undefined) ?? operators[value] }))
}

export function takesText(operator: FilterOperator): boolean {
  return operator !== 'isEmpty' && operator !== 'isThere'
}

export function newRow(column: Column): FilterRow {
  return { column: column.name, operator: operatorsOf(column)[0]?.value ?? 'isThere', text: '' }
}

/** What is wrong with a row; undefined where it is right, or not begun. */
export function rowMistake(row: FilterRow, columns: readonly Column[]): string | undefined {
  const column = columns.find(({ name }) => name === row.column)
  if (column === undefined) return `The table has no column ${row.column}.`
  const read = testOf(row, column)
  return read.ok ? undefined : read.mistake
}

/** The condition for the API; undefined where nothing is asked for. */
export function toWhere({ how, rows }: Filter, columns: readonly Column[]): JsonObject | undefined {
  const tests = rows.flatMap((row): readonly JsonObject[] => {
    const column = columns.find(({ name }) => name === row.column)
    const read = column === undefined || (takesText(row.operator) && row.text === '') ? undefined : testOf(row, column)
    return read?.ok === true ? [{ [row.column]: read.test }] : []
  })
  if (tests.length === 0) return undefined
  if (how === 'any' && tests.length > 1) return { or: tests }
  const names = tests.map((test) => Object.keys(test)[0])
  return new Set(names).size === names.length ? Object.assign({}, ...tests) : { and: tests }
}

type Test = { readonly ok: true; readonly test: Json } | { readonly ok: false; readonly mistake: string }

function testOf({ operator, text }: FilterRow, column: Column): Test {
  if (operator === 'isEmpty' || operator === 'isThere') return { ok: true, test: { exists: operator === 'isThere' } }
  if (text === '') return { ok: true, test: {} }
  if (operator === 'containedIn' || operator === 'notContainedIn') return listTest(operator, text, column)
  if (isOfText(operator, column)) return { ok: true, test: operator === 'equalTo' ? text : { [operator]: text } }
  const read = readCell(column.type === 'relation' ? { type: 'pointer' } : column, text)
  if (!read.ok) return read
  return { ok: true, test: operator === 'equalTo' && !isJsonObject(read.value) ? read.value : { [operator]: read.value } }
}

function listTest(operator: FilterOperator, text: string, column: Column): Test {
  const values: Json[] = []
  for (const part of text.split(',')) {
    const read = readCell(column, part.trim())
    if (!read.ok) return { ok: false, mistake: `With commas between: ${read.mistake}` }
    values.push(read.value)
  }
  return { ok: true, test: { [operator]: values } }
}

function isOfText(operator: FilterOperator, { type }: Column): boolean {
  return type === 'string' || operator === 'search' || operator === 'matchesRegex'
}

/** The rows that stand for a condition; undefined where rows cannot say it. */
export function readWhere(where: JsonObject, columns: readonly Column[]): Filter | undefined {
  const { or, and } = where
  const isGroup = Object.keys(where).length === 1 && (Array.isArray(or) || Array.isArray(and))
  const how = isGroup && or !== undefined ? 'any' : 'all'
  const parts = isGroup ? ((or ?? and) as readonly Json[]) : Object.entries(where).map(([name, test]) => ({ [name]: test })) // Lists: see above.
  const rows = parts.flatMap((part) => (isJsonObject(part) && Object.keys(part).length === 1 ? (rowOf(part, columns) ?? []) : []))
  return rows.length === parts.length ? { how, rows } : undefined
}

function rowOf(part: JsonObject, columns: readonly Column[]): FilterRow | undefined {
  const [[name = '', test = null] = []] = Object.entries(part)
  const column = columns.find((one) => one.name === name)
  if (column === undefined || Array.isArray(test)) return undefined
  if (test === null) return { column: name, operator: 'isEmpty', text: '' }
  if (!isJsonObject(test)) return checked(column, { column: name, operator: 'equalTo', text: copyText(column, test) }, part)
  const [[operator = '', value = null] = [], ...more] = Object.entries(test)
  if (more.length > 0) return undefined
  if (operator === 'exists')
    return typeof value === 'boolean' ? { column: name, operator: value ? 'isThere' : 'isEmpty', text: '' } : undefined
  if (!Object.hasOwn(operators, operator)) return undefined
  const text = Array.isArray(value) ? value.map((one) => copyText(column, one)).join(', ') : copyText(column, value)
  return checked(column, { column: name, operator: operator as FilterOperator, text }, part) // It has that operator: see above.
}

/** Only a row that means the same again: a text with a comma in a list would become two. */
function checked(column: Column, row: FilterRow, part: JsonObject): FilterRow | undefined {
  return JSON.stringify(toWhere({ how: 'all', rows: [row] }, [column])) === JSON.stringify(part) ? row : undefined
}

const mostSearched = 12

/** A condition for what somebody looks for: by the index of words where the table has one, else as a part of any text. */
export function searchWhere(text: string, columns: readonly Column[]): JsonObject | undefined {
  const words = text.trim()
  if (words === '') return undefined
  if (/^[0-9a-f]{24}$/.test(words)) return { id: words }
  const indexed = columns.filter(({ search }) => search === true)
  const texts = columns.filter(({ type }) => type === 'string').slice(0, mostSearched)
  const tests = indexed.map(({ name }): JsonObject => ({ [name]: { search: withBeginning(words) } }))
  if (indexed.length === 0) tests.push(...texts.map(({ name }) => ({ [name]: { matchesRegex: literal(words), options: 'i' } })))
  if (Number.isFinite(Number(words))) {
    tests.push(...columns.filter(({ type }) => type === 'number').map(({ name }) => ({ [name]: Number(words) })))
  }
  // No column can have it, so no record does.
  return tests.length === 0 ? { id: { containedIn: [] } } : { or: tests }
}

/** Both must hold. */
export function bothWheres(one: JsonObject | undefined, other: JsonObject | undefined): JsonObject | undefined {
  return one === undefined || other === undefined ? (one ?? other) : { and: [one, other] }
}

/** Somebody who types has not finished the last word. */
function withBeginning(words: string): string {
  return /[\p{L}\p{N}]$/u.test(words) ? `${words}*` : words
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
