import { createHash } from 'node:crypto'
import { encodeJson, type WorkflowStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { findNewestSql } from './get-workflow.ts'
import { versionColumns, versionOf, type WorkflowRow } from './workflow-row.ts'

export function preparePublishWorkflow({ prepare, write }: Connection): WorkflowStore['publish'] {
  const findNewest = prepare(findNewestSql)
  const findLast = prepare(`SELECT ${versionColumns} FROM workflow_version WHERE account = ? AND id = ? ORDER BY version DESC LIMIT 1`)
  const keepAnew = prepare('UPDATE workflow_version SET published_at = ? WHERE account = ? AND id = ? AND version = ?')
  const insert = prepare(`INSERT INTO workflow_version (${versionColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const setNewest = prepare(
    `INSERT INTO workflow (account, id, newest_version) VALUES (?, ?, ?)
     ON CONFLICT (account, id) DO UPDATE SET newest_version = excluded.newest_version`,
  )
  return async ({ account, id, source, at, note, prepared, isDraft }) =>
    write(() => {
      const newest = findNewest.get(account, id) as WorkflowRow | undefined
      if (newest?.source === source) return versionOf(newest)
      const last = findLast.get(account, id) as WorkflowRow | undefined
      if (isDraft && last?.is_draft === 1 && last.source === source) {
        keepAnew.run(at, account, id, last.version)
        return versionOf({ ...last, published_at: at })
      }
      const hash = createHash('sha256').update(source).digest('hex')
      const more = { ...(note !== undefined && { note }), ...(prepared && { prepared }), ...(isDraft && { isDraft }) }
      const added = { account, id, version: (last?.version ?? 0) + 1, source, hash, publishedAt: at, ...more }
      insert.run(
        account,
        id,
        added.version,
        source,
        hash,
        at,
        prepared === undefined ? null : encodeJson(prepared),
        isDraft ? 1 : null,
        note ?? null,
      )
      if (!isDraft) setNewest.run(account, id, added.version)
      return added
    })
}
