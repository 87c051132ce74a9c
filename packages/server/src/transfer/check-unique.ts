import type { Json, JsonObject } from '@millrace/engine'
import { type Column, ownField, type Table } from '@millrace/store'
import type { ImportRequest, LineMistake } from './import-request.ts'

interface Line {
  readonly line: number
  readonly record: JsonObject
}

interface UniqueCheck {
  check(lines: readonly Line[]): Promise<readonly LineMistake[]>
}

const askedAtOnce = 500
/** Of each column. Beyond them it is the table that finds what comes twice, when it is written. */
const mostRemembered = 200_000

/** Finds new records that would have what another one has: in the table, or earlier in the file. */
export function createUniqueCheck({ tables, account, table: name, key }: ImportRequest, table: Table | undefined): UniqueCheck {
  // With a key a record may be one that is there: what it may then share is left to the table.
  const own = key === undefined ? (table?.columns ?? []).filter(({ unique }) => unique === true) : []
  const columns: readonly Pick<Column, 'name'>[] = key === undefined ? [...own, { name: 'id' }] : []
  const seen = new Map(columns.map((column) => [column.name, new Map<Json, number>()]))

  async function taken(column: string, values: readonly Json[]): Promise<ReadonlySet<Json>> {
    const found = new Set<Json>()
    if (table === undefined) return found
    for (let from = 0; from < values.length; from += askedAtOnce) {
      const where = { [column]: { containedIn: values.slice(from, from + askedAtOnce) } }
      const { items } = await tables.query(account, name, { where, select: [column], limit: askedAtOnce })
      for (const item of items) found.add(item[column] ?? null)
    }
    return found
  }

  async function checkColumn({ name: column }: Pick<Column, 'name'>, lines: readonly Line[]): Promise<readonly LineMistake[]> {
    const given = lines.flatMap(({ line, record }) => {
      const value = ownField(record, column)
      return value === null ? [] : [{ line, value }]
    })
    if (given.length === 0) return []
    const inTable = await taken(
      column,
      given.map(({ value }) => value),
    )
    const before = seen.get(column) ?? new Map<Json, number>()
    return given.flatMap(({ line, value }) => {
      const first = before.get(value)
      if (first === undefined && before.size < mostRemembered) before.set(value, line)
      const shown = `"${column}" is unique, and ${JSON.stringify(value).slice(0, 80)}`
      if (first !== undefined) return [{ line, message: `${shown} stands in line ${first} already.` }]
      return inTable.has(value) ? [{ line, message: `${shown} is in the table already.` }] : []
    })
  }

  return {
    async check(lines) {
      const found: LineMistake[] = []
      for (const column of columns) found.push(...(await checkColumn(column, lines)))
      return found
    },
  }
}
