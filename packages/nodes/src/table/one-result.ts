import type { Json } from '@millrace/engine'
import { FatalError, type RecordWritten } from '@millrace/kit'

/** The record that a write gave, or how many there were. */
export function oneResult(results: readonly RecordWritten[]): Json {
  const [result] = results
  if (result === undefined) throw new FatalError('The write gave no result: look at the tables, then run it again.')
  return 'record' in result ? result.record : { count: result.count }
}
