import type { JsonObject } from '@millrace/engine'
import { FatalError } from '@millrace/kit'

const largestBytes = 16 * 1024 * 1024

/** Keeps rows in memory, up to the limit; past it `add` throws, so that whoever reads stops reading. */
export function createRowCollector(limit: number) {
  const rows: JsonObject[] = []
  let bytes = 0
  return {
    rows,
    add(row: JsonObject): void {
      if (rows.length === limit) throw tooMany(`There are more than ${limit} rows`, limit)
      bytes += roughSize(row)
      if (bytes > largestBytes) throw tooMany('The rows are more than 16 MiB', limit)
      rows.push(row)
    },
  }
}

function tooMany(what: string, limit: number): FatalError {
  return new FatalError(`${what}: write them to a file (output: ndjson), or narrow the statement, e.g. with LIMIT.`, {
    code: 'SQL_TOO_MANY_ROWS',
    details: { limit },
  })
}

/** Texts are what grows large; what else is in a row counts as a few bytes each. */
function roughSize(row: JsonObject): number {
  let size = 0
  for (const value of Object.values(row)) {
    if (typeof value === 'string') size += value.length
    else size += typeof value === 'object' && value !== null ? JSON.stringify(value).length : 8
  }
  return size
}
