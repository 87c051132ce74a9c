import { decodeVersionCursor, encodeCursor, type RetentionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

export const draftsSql = `SELECT account, id, version FROM workflow_version INDEXED BY workflow_version_draft
  WHERE is_draft = 1 AND (account, id, version) > (?, ?, ?) ORDER BY account, id, version LIMIT ?`

export const dropDraftSql = `DELETE FROM workflow_version AS it
  WHERE account = ? AND id = ? AND version = ? AND is_draft = 1 AND published_at < ?
  AND EXISTS (SELECT 1 FROM workflow_version AS later WHERE later.account = it.account AND later.id = it.id AND later.version > it.version)
  AND NOT EXISTS (SELECT 1 FROM execution INDEXED BY execution_by_version
    WHERE account = it.account AND workflow_id = it.id AND workflow_version = it.version AND (is_test IS NOT NULL OR replay_of IS NOT NULL))`

/** 5 µs for each draft that stays. */
export function prepareDropDrafts({ prepare, read, write }: Connection): RetentionStore['dropDrafts'] {
  const find = prepare(draftsSql)
  const drop = prepare(dropDraftSql)
  return async ({ keptBefore, limit, cursor }) => {
    const after = cursor === undefined ? (['', '', 0] as const) : decodeVersionCursor(cursor)
    const rows = read(() => find.all(...after, limit)) as unknown as readonly DraftRow[]
    if (rows.length === 0) return { dropped: 0 }
    const dropped = write(() =>
      rows.reduce((sum, { account, id, version }) => sum + Number(drop.run(account, id, version, keptBefore).changes), 0),
    )
    const last = rows.at(-1)
    return rows.length < limit || last === undefined
      ? { dropped }
      : { dropped, nextCursor: encodeCursor([last.account, last.id, last.version]) }
  }
}

interface DraftRow {
  readonly account: string
  readonly id: string
  readonly version: number
}
