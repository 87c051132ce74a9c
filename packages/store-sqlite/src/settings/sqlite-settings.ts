import type { SettingStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

/** Read once, at the start. The workflow of a setting for all of them is the empty text. */
export function createSqliteSettings({ prepare, read, write }: Connection): SettingStore {
  const findAll = prepare('SELECT account, workflow_id, name, value FROM setting ORDER BY account, workflow_id, name')
  const put = prepare('INSERT OR REPLACE INTO setting (account, workflow_id, name, value) VALUES (?, ?, ?, ?)')
  const remove = prepare('DELETE FROM setting WHERE account = ? AND workflow_id = ? AND name = ?')
  return {
    async all() {
      const rows = read(() => findAll.all()) as unknown as readonly Record<'account' | 'workflow_id' | 'name' | 'value', string>[]
      return rows.map(({ workflow_id: workflowId, ...row }) => ({ ...row, ...(workflowId !== '' && { workflowId }) }))
    },
    async put(changes) {
      write(() => {
        for (const { account, workflowId = '', name, value } of changes) {
          if (value === null) remove.run(account, workflowId, name)
          else put.run(account, workflowId, name, value)
        }
      })
    },
  }
}
