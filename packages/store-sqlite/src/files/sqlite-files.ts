import type { FileStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type FileRow, fileColumns, fileOf } from './file-row.ts'
import { prepareListFiles } from './list-files.ts'

export const giveFileSql = 'UPDATE file SET execution_id = ? WHERE id = ? AND account = ? AND execution_id = ?'

export function createSqliteFiles(connection: Connection, onFile?: (id: string) => void): FileStore {
  const { prepare, read, write } = connection
  const find = prepare(`SELECT ${fileColumns} FROM file WHERE account = ? AND id = ?`)
  const insert = prepare(`INSERT INTO file (${fileColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
  const give = prepare(giveFileSql)
  const remove = prepare('DELETE FROM file WHERE account = ? AND id = ?')
  return {
    async get(account, id) {
      const row = read(() => find.get(account, id))
      return row && fileOf(row as unknown as FileRow)
    },
    async put({ account, id, name, mediaType, size, sha256, createdAt, executionId }) {
      onFile?.(id)
      write(() => insert.run(account, id, name, mediaType, size, sha256, createdAt, executionId ?? null))
    },
    list: prepareListFiles(connection),
    async give(account, ids, { from, to }) {
      write(() => {
        for (const id of ids) give.run(to, id, account, from)
      })
    },
    delete: async (account, id) => write(() => remove.run(account, id).changes > 0),
  }
}
