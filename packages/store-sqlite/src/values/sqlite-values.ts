import type { ValueStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { prepareDeleteValue } from './delete-value.ts'
import { prepareGetValue } from './get-value.ts'
import { prepareListValues } from './list-values.ts'
import { preparePurgeValues } from './purge-values.ts'
import { preparePutValue } from './put-value.ts'

export function createSqliteValues(connection: Connection): ValueStore {
  return {
    get: prepareGetValue(connection),
    put: preparePutValue(connection),
    delete: prepareDeleteValue(connection),
    list: prepareListValues(connection),
    purge: preparePurgeValues(connection),
  }
}
