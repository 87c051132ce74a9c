import type { Json, JsonObject } from '@millrace/engine'
import { assertColumnName, type Column, ownField, readCell, readTargets, StoreError, type Table } from '@millrace/store'
import { createUniqueCheck } from './check-unique.ts'
import { ImportMistake } from './import-mistake.ts'
import type { ImportRequest, LineMistake } from './import-request.ts'
import { type ColumnGuess, guessFromTexts, guessFromValues } from './infer-columns.ts'
import { letOthersIn } from './let-others-in.ts'
import { createFieldNames, type FieldNames } from './name-fields.ts'
import { type Entry, readEntries } from './read-entries.ts'
import { isSystemField, readRecord } from './read-record.ts'

/** What an import would do, found by looking through all of the file. */
export interface ImportPlan {
  /** Undefined where there is none yet. */
  readonly table: Table | undefined
  /** Those that the table gets. */
  readonly newColumns: readonly Column[]
  /** What its columns are called in the file. */
  readonly names: FieldNames
  /** Records that can be written. */
  readonly count: number
  /** The first ones. */
  readonly mistakes: readonly LineMistake[]
  readonly wrongLines: ReadonlySet<number>
}

const mostTold = 100

/** Throws an `ImportMistake` where the file as a whole cannot be read. */
export async function planImport(request: ImportRequest): Promise<ImportPlan> {
  const { tables, account, content, format, delimiter, rename, key } = request
  const table = await tables.get(account, request.table)
  const columns = new Map((table?.columns ?? []).map((column) => [column.name, column]))
  if (key !== undefined && key !== 'id') assertKey(request.table, table, columns.get(key), key)
  const guess = format === 'csv' ? guessFromTexts() : guessFromValues()
  const names = createFieldNames(table, rename)
  const unique = createUniqueCheck(request, table)
  const mistakes: LineMistake[] = []
  const wrongLines = new Set<number>()
  let count = 0

  const tell = (line: number, message: string): void => {
    if (!wrongLines.has(line) && mistakes.length < mostTold) mistakes.push({ line, message })
    wrongLines.add(line)
  }
  for await (const entries of readEntries(content.read(), { format, delimiter }, names)) {
    count += entries.length
    const records = entries.flatMap((entry) => {
      const record = checkEntry(entry, { table, columns, guess, key, holdsTexts: format === 'csv' })
      if (!('mistake' in record)) return [record]
      tell(record.line, record.mistake)
      return []
    })
    for (const { line, message } of await unique.check(records)) tell(line, message)
    await letOthersIn()
  }
  assertRenamed(rename, names)
  const found = format === 'csv' ? inOrder(guess.columns(), names, columns) : guess.columns()
  const newColumns = found.map((column): Column => (column.name === key ? { ...column, unique: true } : column))
  assertRoom(table, newColumns)
  return { table, newColumns, names, count: count - wrongLines.size, mistakes, wrongLines }
}

interface Ground {
  readonly table: Table | undefined
  readonly columns: ReadonlyMap<string, Column>
  readonly guess: ColumnGuess
  readonly key: string | undefined
  readonly holdsTexts: boolean
}

type Checked = { readonly line: number; readonly record: JsonObject } | { readonly line: number; readonly mistake: string }

function checkEntry(entry: Entry, ground: Ground): Checked {
  if ('mistake' in entry) return entry
  const { line, fields } = entry
  try {
    const record = readRecord(fields, ground.columns, ground.holdsTexts)
    for (const [name, value] of Object.entries(record)) checkField(name, value, ground)
    checkNeeded(record, ground)
    return { line, record }
  } catch (error) {
    if (error instanceof StoreError) return { line, mistake: error.message }
    throw error
  }
}

function checkField(name: string, value: Json, { table, columns, guess }: Ground): void {
  const column = columns.get(name)
  if (column !== undefined) {
    if (column.type === 'relation') readTargets(column, value)
    else if (value !== null) readCell(column, value)
  } else if (isSystemField(name)) {
    if (value !== null) readCell({ name, type: name === 'id' ? 'pointer' : 'date' }, value)
  } else if (table?.isLocked === true) {
    throw lockedAgainst(table, name)
  } else if (value !== null) {
    if (typeof value === 'string') readCell({ name, type: 'string' }, value)
    guess.see(name, value)
  }
}

function checkNeeded(record: JsonObject, { columns, key }: Ground): void {
  if (key !== undefined && ownField(record, key) === null)
    throw new StoreError('RECORD_INVALID', `"${key}" is empty, by which records are known.`)
  for (const { name, required, default: given } of columns.values()) {
    const isGiven = Object.hasOwn(record, name)
    // What an update leaves out stays as it is, and whether it is one is not known here.
    if (required !== true || ownField(record, name) !== null || (!isGiven && (key !== undefined || given !== undefined))) continue
    throw new StoreError('RECORD_INVALID', `"${name}" is required and is empty.`)
  }
}

/** All that the first row of CSV names, also what has no value anywhere. */
function inOrder(found: readonly Column[], names: FieldNames, columns: ReadonlyMap<string, Column>): readonly Column[] {
  const guessed = new Map(found.map((column) => [column.name, column]))
  const added = names.columns().filter((name) => !columns.has(name) && !isSystemField(name))
  return added.map((name) => guessed.get(name) ?? { name, type: 'string' })
}

function assertRenamed(rename: ImportRequest['rename'], names: FieldNames): void {
  const known = new Set(names.fields())
  const missing = Object.keys(rename).find((field) => !known.has(field))
  if (missing !== undefined) throw new ImportMistake(`the file has no ${JSON.stringify(missing.slice(0, 80))} that could be renamed`)
}

function assertRoom(table: Table | undefined, newColumns: readonly Column[]): void {
  for (const { name } of newColumns) assertColumnName(name)
  const [first] = newColumns
  if (table?.isLocked === true && first !== undefined) throw lockedAgainst(table, first.name)
}

function lockedAgainst({ name }: Table, column: string): StoreError {
  return new StoreError(
    'COLUMN_UNKNOWN',
    `Table "${name}" has no column ${JSON.stringify(column.slice(0, 80))} and is locked: add it, or leave it out.`,
  )
}

function assertKey(name: string, table: Table | undefined, column: Column | undefined, key: string): void {
  if (table === undefined || column?.unique === true) return
  if (column === undefined && !table.isLocked) return
  const reason = column === undefined ? 'is not there' : 'is not unique'
  throw new ImportMistake(`column "${key}" of table "${name}" ${reason}, so that no record is known by it: make it so first`)
}
