import { StoreError } from '../errors.ts'
import { quoted } from './table-names.ts'

export function unknownTable(name: string): StoreError {
  return new StoreError('TABLE_UNKNOWN', `There is no table ${quoted(name)}: create it, or insert a record into it.`)
}
