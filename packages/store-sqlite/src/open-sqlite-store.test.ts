import { storeConformance } from '@millrace/store/testing'
import { openSqliteStore } from './open-sqlite-store.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

storeConformance('the SQLite store', async () => {
  const directory = temporaryDirectory()
  let store = openSqliteStore({ directory })
  return {
    store,
    async reopen() {
      await store.close()
      store = openSqliteStore({ directory })
      return store
    },
    close: () => store.close(),
  }
})
