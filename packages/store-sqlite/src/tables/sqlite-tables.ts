import type { TableEngine } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { createKeptStatements } from './kept-statements.ts'
import { createSqliteCatalog } from './sqlite-catalog.ts'
import { createSqliteLinks } from './sqlite-links.ts'
import { createSqliteRows } from './sqlite-rows.ts'
import { createSqliteTableKeys } from './sqlite-table-keys.ts'

/** Users' tables in the main database: their writes are one transaction with the events that they cause. */
export function createSqliteTables(connection: Connection): TableEngine {
  const { database, prepare, write } = connection
  const statements = createKeptStatements(database)
  const catalog = createSqliteCatalog(connection, statements)

  function forgetting<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      catalog.forget()
      throw error
    }
  }

  return {
    transaction: (work) => forgetting(() => write(work)),

    attempt(work) {
      prepare('SAVEPOINT attempt').run()
      try {
        const result = forgetting(work)
        prepare('RELEASE attempt').run()
        return result
      } catch (error) {
        // SQLite has already rolled everything back after some failures.
        if (database.isTransaction) {
          prepare('ROLLBACK TO attempt').run()
          prepare('RELEASE attempt').run()
        }
        throw error
      }
    },

    catalog,
    rows: createSqliteRows(connection, statements),
    links: createSqliteLinks(connection, statements),
    keys: createSqliteTableKeys(connection),
  }
}
