// Owns: which conditions SQL decides by itself, and their SQL. All values are bound; names come from numbers.
// Invariants: of a condition that is not decided the SQL holds for all rows of which the condition does, and perhaps for more. Tests are
// never below a NOT, so that leaving one out only ever gives more. Each test says yes or no, of empty cells too.

import { assertNever } from '@millrace/engine'
import type { Condition, Field, KeptColumn, KeptTable, Test } from '@millrace/store'
import { prefixOf } from './prefix-of.ts'
import { encodeCell, type SqlValue } from './row-codec.ts'
import { columnName, linksName, longitudeName, recordsName, wordsName } from './table-sql-names.ts'

export interface Sql {
  readonly text: string
  readonly values: readonly SqlValue[]
}

/** More ids than this narrow nothing. */
const mostIdsNamed = 500
const mostInChain = 16
const kilometersPerDegree = 111.19

export function isDecided(where: Condition): boolean {
  return where.type === 'test' ? isTestDecided(where.field, where.test) : where.of.every(isDecided)
}

function isTestDecided({ column, path }: Field, test: Test): boolean {
  if (path.length > 0) return false
  switch (test.type) {
    case 'exists':
      return true
    case 'equals':
      return test.value === null || (column.type !== 'json' && column.type !== 'file')
    case 'in':
      return column.type !== 'json'
    case 'meets':
      return isDecided(test.where)
    case 'has':
    case 'matches':
    case 'near':
    case 'one-of':
      return false
    default:
      return true
  }
}

/** Which indexes may serve: all, or only those that give their rows by id, for what finds so many that sorting them again and again would never end. */
type Indexes = 'all' | 'by-id'

export function conditionSql(table: KeptTable, where: Condition, indexes: Indexes = 'all'): Sql {
  if (where.type === 'test') {
    const { field, test, isNegated } = where
    const sql = isTestDecided(field, test) ? testSql(table, field.column, test, isNegated) : narrowing(field, test, isNegated)
    return indexes === 'all' || test.type === 'equals' ? sql : unindexed(sql)
  }
  if (where.of.length === 0) return plain(where.type === 'all' ? '1' : '0')
  const parts = where.of.map((one) => conditionSql(table, one, indexes))
  const values = parts.flatMap((part) => part.values)
  const texts = parts.map(({ text }) => text)
  if (where.type === 'all') return { text: joined(texts, ' AND '), values }
  const either = { text: joined(texts, ' OR '), values }
  return indexes === 'all' ? either : unindexed(either)
}

/** The sign means nothing but that SQLite looks for no index for what follows. */
function unindexed({ text, values }: Sql): Sql {
  return { text: `+(${text})`, values }
}

/** In brackets of a few: SQLite takes a chain for a tree as deep as it is long, and refuses one of a thousand. Indexes serve it all the same. */
function joined(texts: readonly string[], word: string): string {
  if (texts.length <= mostInChain) return `(${texts.join(word)})`
  const half = Math.ceil(texts.length / 2)
  return `(${joined(texts.slice(0, half), word)}${word}${joined(texts.slice(half), word)})`
}

/** What at least must be so. */
function narrowing({ column, path }: Field, test: Test, isNegated: boolean): Sql {
  if (isNegated || path.length > 0) return plain('1')
  const name = columnName(column)
  if (test.type === 'near') {
    const degrees = test.kilometers / kilometersPerDegree + 0.01
    return { text: `${name} BETWEEN ? AND ?`, values: [test.latitude - degrees, test.latitude + degrees] }
  }
  if (test.type === 'matches') return startsWith(name, prefixOf(test.pattern, test.flags), false)
  if (test.type !== 'one-of') return plain(test.type === 'has' ? `${name} IS NOT NULL` : '1')
  if (test.ids.size > mostIdsNamed) return plain('1')
  return isIn(column.type === 'relation' ? 'id' : name, [...test.ids])
}

function plain(text: string): Sql {
  return { text, values: [] }
}

function isIn(name: string, values: readonly SqlValue[]): Sql {
  return values.length === 0 ? plain('0') : { text: `${name} IN (${values.map(() => '?').join(', ')})`, values }
}

/** Neither no nor nothing is yes. */
function signed({ text, values }: Sql, isNegated: boolean): Sql {
  return { text: `(${text}) IS ${isNegated ? 'NOT TRUE' : 'TRUE'}`, values }
}

function testSql(table: KeptTable, column: KeptColumn, test: Test, isNegated: boolean): Sql {
  const name = columnName(column)
  switch (test.type) {
    case 'exists':
      return column.type === 'relation'
        ? signed(plain(`EXISTS (SELECT 1 FROM ${linksName(table, column)} WHERE owner = id)`), isNegated)
        : plain(`${name} IS ${isNegated ? 'NULL' : 'NOT NULL'}`)
    case 'equals':
      return equalsSql(column, test, isNegated)
    case 'compares':
      return negatable(`${name} ${test.operator} ?`, [test.value], isNegated)
    case 'in':
      return inSql(column, test, isNegated)
    case 'contains':
      return negatable(`instr(${name}, ?) > 0`, [test.text], isNegated)
    case 'starts-with':
      return startsWith(name, test.text, isNegated)
    case 'ends-with':
      return test.text === ''
        ? testSql(table, column, { type: 'exists' }, isNegated)
        : negatable(`substr(${name}, -length(?)) = ?`, [test.text, test.text], isNegated)
    case 'words':
      return negatable(`n IN (SELECT rowid FROM ${wordsName(table)} WHERE ${wordsName(table)} MATCH ?)`, [matchOf(column, test)], isNegated)
    case 'box':
      return boxSql(column, test, isNegated)
    case 'linked-to': {
      const { text, values } = isIn('target', test.ids)
      return negatable(`id IN (SELECT owner FROM ${linksName(table, column)} WHERE ${text})`, values, isNegated)
    }
    case 'linked-from':
      return negatable(`id IN (SELECT target FROM ${linksName(test.table, test.column)} WHERE owner = ?)`, [test.id], isNegated)
    case 'meets':
      return meetsSql(table, column, test, isNegated)
    case 'has':
    case 'matches':
    case 'near':
    case 'one-of':
      throw new Error(`SQL does not decide a test of type ${test.type}`)
    default:
      return assertNever(test)
  }
}

/** Without a negation it stands as it is, so that an index serves it. */
function negatable(text: string, values: readonly SqlValue[], isNegated: boolean): Sql {
  return isNegated ? signed({ text, values }, true) : { text, values }
}

function equalsSql(column: KeptColumn, { value }: Extract<Test, { type: 'equals' }>, isNegated: boolean): Sql {
  const name = columnName(column)
  if (value === null) return plain(`${name} IS ${isNegated ? 'NOT NULL' : 'NULL'}`)
  const values = encodeCell(column, value)
  if (column.type === 'geoPoint') return negatable(`${name} = ? AND ${longitudeName(column)} = ?`, values, isNegated)
  return { text: `${name} ${isNegated ? 'IS NOT' : '='} ?`, values }
}

function inSql(column: KeptColumn, { values }: Extract<Test, { type: 'in' }>, isNegated: boolean): Sql {
  const name = columnName(column)
  const some = isIn(
    name,
    values.flatMap((value) => (value === null ? [] : encodeCell(column, value))),
  )
  const either = values.includes(null) ? { ...some, text: `(${some.text} OR ${name} IS NULL)` } : some
  return negatable(either.text, either.values, isNegated)
}

/** As a range, which an index serves: from the text itself to the first one that no longer begins so. */
function startsWith(name: string, text: string, isNegated: boolean): Sql {
  const end = after(text)
  if (text === '') return plain(`${name} IS ${isNegated ? 'NULL' : 'NOT NULL'}`)
  return end === undefined
    ? negatable(`${name} >= ?`, [text], isNegated)
    : negatable(`${name} >= ? AND ${name} < ?`, [text, end], isNegated)
}

/** Text goes by its characters' numbers, so the last one is put up by one; the very last character there is goes with the one before it. */
function after(text: string): string | undefined {
  const characters = [...text]
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const code = last.codePointAt(0) ?? 0
    if (code < 0x10ffff) return characters.join('') + String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1)
  }
  return undefined
}

/** Words are letters and digits, so that nothing between the quotes means anything. */
function matchOf(column: KeptColumn, { tokens, isPrefix }: Extract<Test, { type: 'words' }>): string {
  const words = tokens.map((token, index) => `"${token}"${isPrefix && index === tokens.length - 1 ? ' *' : ''}`)
  return `${columnName(column)} : (${words.join(' AND ')})`
}

function boxSql(column: KeptColumn, { south, west, north, east }: Extract<Test, { type: 'box' }>, isNegated: boolean): Sql {
  const longitude = longitudeName(column)
  const across = west <= east ? 'AND' : 'OR'
  const text = `${columnName(column)} BETWEEN ? AND ? AND (${longitude} >= ? ${across} ${longitude} <= ?)`
  return negatable(text, [south, north, west, east], isNegated)
}

function meetsSql(table: KeptTable, column: KeptColumn, test: Extract<Test, { type: 'meets' }>, isNegated: boolean): Sql {
  const { text, values } = conditionSql(test.table, test.where)
  const targets = `SELECT id FROM ${recordsName(test.table)} WHERE ${text}`
  if (column.type === 'pointer') return negatable(`${columnName(column)} IN (${targets})`, values, isNegated)
  return negatable(`id IN (SELECT owner FROM ${linksName(table, column)} WHERE target IN (${targets}))`, values, isNegated)
}
