import { dirname, join } from 'node:path'
import { StoreError } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { removeSearchDatabase } from './search-database.ts'
import { noteRemovals } from './search-trigger.ts'
import type { SqliteSearch } from './sqlite-search.ts'

/** In place of the search where no index is wanted: the one of before goes, for switched on again it is made anew. */
export function createSearchOff(connection: Connection): SqliteSearch {
  removeSearchDatabase(join(dirname(connection.database.location() ?? ''), 'search.db'))
  noteRemovals(connection, 'off')
  const refuse = () =>
    Promise.reject(new StoreError('SEARCH_OFF', 'The search is switched off: take MILLRACE_SEARCH=off out and start again.'))
  return {
    find: refuse,
    progress: refuse,
    rebuild: refuse,
    async caughtUp() {
      // Nothing is behind.
    },
    nudge() {
      // Nobody wants to know.
    },
    async close() {
      // Nothing was opened.
    },
  }
}
