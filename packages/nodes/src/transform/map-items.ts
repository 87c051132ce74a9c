import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { FatalError } from '@millrace/kit'

/** Items as maps; fatal `BAD_INPUT` at the first that is none. */
export function mapItems(items: readonly Json[], operation: string): readonly JsonObject[] {
  return items.map((item, index) => {
    if (!isJsonObject(item)) throw badItem(operation, index, 'is not a map')
    return item
  })
}

/** Says which item an operation cannot work on. */
export function badItem(operation: string, index: number, why: string): FatalError {
  return new FatalError(`${operation} failed: item ${index} (counted from 0) ${why}. Correct or filter the items first.`, {
    code: 'BAD_INPUT',
    details: { item: index },
  })
}
