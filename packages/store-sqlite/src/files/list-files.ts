import { decodeTimeCursor, type FileStore, pageOf } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type FileRow, fileColumns, fileOf } from './file-row.ts'

const page = '(created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?'
export const listFilesSql = `SELECT ${fileColumns} FROM file WHERE account = ? AND ${page}`
export const filesOfExecutionSql = `SELECT ${fileColumns} FROM file WHERE account = ? AND execution_id = ? AND ${page}`

export function prepareListFiles({ prepare, read }: Connection): FileStore['list'] {
  const findAll = prepare(listFilesSql)
  const findOfExecution = prepare(filesOfExecutionSql)
  return async (account, { executionId }, { limit, cursor }) => {
    const { at, id } = cursor === undefined ? { at: Number.MAX_VALUE, id: '' } : decodeTimeCursor(cursor)
    const find = () =>
      executionId === undefined ? findAll.all(account, at, id, limit + 1) : findOfExecution.all(account, executionId, at, id, limit + 1)
    const rows = read(find) as unknown as readonly FileRow[]
    return pageOf(rows.map(fileOf), limit, (file) => [file.createdAt, file.id])
  }
}
