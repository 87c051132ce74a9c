import { StoreError } from '../errors.ts'

export function invalidQuery(reason: string): StoreError {
  return new StoreError('TABLE_QUERY_INVALID', `The query cannot be answered: ${reason}${reason.endsWith('?') ? '' : '.'}`)
}
