import type { TriggerStart, TriggerStartStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

export const triggerStartsSql =
  'SELECT account, workflow_id, trigger_id, execution_id, at FROM trigger_start WHERE account = ? AND workflow_id = ? ORDER BY trigger_id'

export function createSqliteTriggerStarts({ prepare, read, write }: Connection): TriggerStartStore {
  const replace = prepare(
    'INSERT OR REPLACE INTO trigger_start (account, workflow_id, trigger_id, execution_id, at) VALUES (?, ?, ?, ?, ?)',
  )
  const find = prepare(triggerStartsSql)
  return {
    async put(starts) {
      write(() => {
        for (const { account, workflowId, triggerId, executionId, at } of starts)
          replace.run(account, workflowId, triggerId, executionId, at)
      })
    },
    of: async (account, workflowId) => read(() => find.all(account, workflowId)).map(startOf),
  }
}

/** The query above gives these columns. */
function startOf(row: unknown): TriggerStart {
  const { account, workflow_id, trigger_id, execution_id, at } = row as Readonly<
    Record<'account' | 'workflow_id' | 'trigger_id' | 'execution_id', string> & { at: number }
  >
  return { account, workflowId: workflow_id, triggerId: trigger_id, executionId: execution_id, at }
}
