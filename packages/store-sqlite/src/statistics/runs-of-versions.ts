import type { StatisticsStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

/**
 * Triggers start the newest version alone, so what they have started on one lies between its publication and the next; what somebody ran on it
 * later has an index. Neither walk looks at many others, and each ends where nobody counts further: 1 ms for 20 versions of 50,000 executions.
 */
export const runsOfVersionsSql = `SELECT it.version AS version,
    (SELECT count(*) FROM (SELECT 1 FROM execution INDEXED BY execution_by_workflow
      WHERE account = it.account AND workflow_id = it.id AND workflow_version = it.version AND is_test IS NULL AND replay_of IS NULL
        AND started_at >= it.published_at AND started_at < coalesce((SELECT published_at FROM workflow_version AS later
          WHERE later.account = it.account AND later.id = it.id AND later.version > it.version AND later.is_draft IS NULL
          ORDER BY later.version LIMIT 1), 9e999)
      LIMIT ?4))
    + (SELECT count(*) FROM (SELECT 1 FROM execution INDEXED BY execution_by_version
      WHERE account = it.account AND workflow_id = it.id AND workflow_version = it.version AND (is_test IS NOT NULL OR replay_of IS NOT NULL)
      LIMIT ?4)) AS count
  FROM workflow_version AS it WHERE it.account = ?1 AND it.id = ?2 AND it.version IN (SELECT value FROM json_each(?3))`

export function prepareRunsOfVersions({ prepare, read }: Connection): StatisticsStore['runsOfVersions'] {
  const count = prepare(runsOfVersionsSql)
  return async (account, workflowId, versions, most) => {
    const rows = read(() => count.all(account, workflowId, JSON.stringify(versions), most))
    return new Map(rows.map((row) => [Number(row.version), Math.min(most, Number(row.count))]))
  }
}
