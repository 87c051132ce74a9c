import type { DraftStore, StoredDraft } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { prepareNextRevision } from '../next-revision.ts'

interface DraftRow {
  readonly source: string
  readonly revision: number
  readonly base_version: number | null
  readonly updated_at: number
}

export function createSqliteDrafts(connection: Connection): DraftStore {
  const { prepare, read, write } = connection
  const nextRevision = prepareNextRevision(connection)
  const find = prepare('SELECT source, revision, base_version, updated_at FROM workflow_draft WHERE account = ? AND id = ?')
  const findIds = prepare('SELECT id FROM workflow_draft WHERE account = ? ORDER BY id')
  const put = prepare(
    'INSERT OR REPLACE INTO workflow_draft (account, id, source, revision, base_version, updated_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const remove = prepare('DELETE FROM workflow_draft WHERE account = ? AND id = ?')
  return {
    async get(account, id) {
      const row = read(() => find.get(account, id)) as DraftRow | undefined
      return row && draftOf(account, id, row)
    },
    put: async ({ account, id, source, base, updatedAt, expected }) =>
      write(() => {
        const found = find.get(account, id) as DraftRow | undefined
        if (expected !== (found?.revision ?? 'missing')) return 'conflict'
        const revision = nextRevision()
        put.run(account, id, source, revision, base ?? null, updatedAt)
        return revision
      }),
    delete: async (account, id) => write(() => remove.run(account, id).changes > 0),
    ids: async (account) => read(() => findIds.all(account)).map(({ id }) => String(id)),
  }
}

function draftOf(account: string, id: string, { source, revision, base_version: base, updated_at: updatedAt }: DraftRow): StoredDraft {
  return { account, id, source, revision, ...(base !== null && { base }), updatedAt }
}
