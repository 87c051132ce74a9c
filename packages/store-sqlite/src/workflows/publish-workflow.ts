import { createHash } from 'node:crypto'
import { encodeJson, type WorkflowStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { findNewestSql } from './get-workflow.ts'
import { versionColumns, versionOf, type WorkflowRow } from './workflow-row.ts'

export function preparePublishWorkflow({ prepare, write }: Connection): WorkflowStore['publish'] {
  const findNewest = prepare(findNewestSql)
  const insert = prepare(`INSERT INTO workflow_version (${versionColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const setNewest = prepare(
    `INSERT INTO workflow (account, id, newest_version) VALUES (?, ?, ?)
     ON CONFLICT (account, id) DO UPDATE SET newest_version = excluded.newest_version`,
  )
  return async ({ account, id, source, at, prepared }) =>
    write(() => {
      const newest = findNewest.get(account, id) as WorkflowRow | undefined
      if (newest?.source === source) return versionOf(newest)
      const hash = createHash('sha256').update(source).digest('hex')
      const added = { account, id, version: (newest?.version ?? 0) + 1, source, hash, publishedAt: at, ...(prepared && { prepared }) }
      insert.run(account, id, added.version, source, hash, at, prepared === undefined ? null : encodeJson(prepared))
      setNewest.run(account, id, added.version)
      return added
    })
}
