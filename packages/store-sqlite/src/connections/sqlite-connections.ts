import type { ConnectionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { prepareGetConnection } from './get-connection.ts'
import { prepareListConnections } from './list-connections.ts'
import { preparePutConnection } from './put-connection.ts'

export function createSqliteConnections(connection: Connection): ConnectionStore {
  const { prepare, write } = connection
  const remove = prepare('DELETE FROM connection WHERE account = ? AND name = ?')
  return {
    get: prepareGetConnection(connection),
    put: preparePutConnection(connection),
    list: prepareListConnections(connection),
    delete: async (account, name) => write(() => remove.run(account, name).changes > 0),
  }
}
