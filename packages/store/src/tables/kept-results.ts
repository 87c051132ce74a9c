import { StoreError } from '../errors.ts'
import type { OperationResult, TableRecord, TableWrite } from '../table-store.ts'

// What a write gave is kept under its key. Where that is much, as for thousands of records, only their ids are, and whoever asks again gets
// the records as they are by then: a second copy of all that is imported would take as much room as the import.

const mostCharacters = 64 * 1024

type Short = { readonly id: string; readonly isNew?: boolean } | Exclude<OperationResult, { readonly record: unknown }>
type Kept = ({ readonly results: readonly OperationResult[] } | { readonly ids: readonly Short[] }) & { readonly request?: string }

export function encodeResults(results: readonly OperationResult[], request: string | undefined): string {
  const of = request === undefined ? {} : { request }
  const text = JSON.stringify({ results, ...of } satisfies Kept)
  return text.length <= mostCharacters ? text : JSON.stringify({ ids: results.map(shortOf), ...of } satisfies Kept)
}

function shortOf(result: OperationResult): Short {
  if (!('record' in result)) return result
  const { record, isNew } = result
  return { id: String(record.id), ...(isNew !== undefined && { isNew }) }
}

/** The results of these operations, which are the ones that were made then. Throws `WRITE_KEY_REUSED` where they were others. */
export function decodeResults(
  text: string,
  { operations, request }: Pick<TableWrite, 'operations' | 'request'>,
  show: (table: string, id: string) => TableRecord | undefined,
): readonly OperationResult[] {
  const kept = JSON.parse(text) as Kept // Written by `encodeResults`.
  if (request !== undefined && kept.request !== undefined && request !== kept.request) {
    throw new StoreError('WRITE_KEY_REUSED', 'The key belongs to a write of something else: choose a new one.')
  }
  if ('results' in kept) return kept.results
  return kept.ids.map((short, index) => {
    if (!('id' in short)) return short
    const { id, isNew } = short
    const record = show(operations[index]?.table ?? '', id) ?? { id }
    return { record, ...(isNew !== undefined && { isNew }) }
  })
}
