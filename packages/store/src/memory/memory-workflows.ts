import { createHash } from 'node:crypto'
import { decodeNumberCursor, decodeTextCursor } from '../cursor.ts'
import { pageOf } from '../page.ts'
import type { WorkflowStore, WorkflowVersion } from '../workflow-store.ts'

export interface MemoryWorkflows extends WorkflowStore {
  /** Deletes the drafts of which this holds, but for the last version of each workflow. Returns how many. */
  dropDrafts(isDropped: (draft: WorkflowVersion) => boolean): number
}

export function createMemoryWorkflows(): MemoryWorkflows {
  /** By account, by id, oldest version first. */
  const accounts = new Map<string, Map<string, WorkflowVersion[]>>()
  /** Account and id of those that have no newest version any more. */
  const unpublished = new Set<string>()
  const keyOf = (account: string, id: string) => JSON.stringify([account, id])
  const versionsOf = (account: string, id: string): readonly WorkflowVersion[] => accounts.get(account)?.get(id) ?? []

  function newestIn(account: string, id: string): WorkflowVersion | undefined {
    return unpublished.has(keyOf(account, id)) ? undefined : versionsOf(account, id).findLast(({ isDraft }) => isDraft !== true)
  }

  return {
    async publish({ account, id, source, at, note, prepared, isDraft }) {
      const versions = versionsOf(account, id)
      const newest = newestIn(account, id)
      if (newest?.source === source) return newest
      const last = versions.at(-1)
      if (isDraft && last?.isDraft && last.source === source) {
        const again = Object.freeze({ ...last, publishedAt: at })
        accounts.get(account)?.set(id, versions.with(-1, again))
        return again
      }
      const hash = createHash('sha256').update(source).digest('hex')
      const version = (last?.version ?? 0) + 1
      const more = { ...(note !== undefined && { note }), ...(prepared && { prepared }), ...(isDraft && { isDraft }) }
      const added: WorkflowVersion = Object.freeze({ account, id, version, source, hash, publishedAt: at, ...more })
      const workflows = accounts.get(account) ?? new Map<string, WorkflowVersion[]>()
      accounts.set(account, workflows.set(id, [...versions, added]))
      if (!isDraft) unpublished.delete(keyOf(account, id))
      return added
    },

    async unpublish(account, id) {
      const newest = newestIn(account, id)
      if (newest !== undefined) unpublished.add(keyOf(account, id))
      return newest
    },

    async get(account, id, version) {
      return version === undefined ? newestIn(account, id) : versionsOf(account, id).find((one) => one.version === version)
    },

    async list(account, { limit, cursor }) {
      const after = cursor === undefined ? undefined : decodeTextCursor(cursor)
      const newest = [...(accounts.get(account)?.keys() ?? [])].flatMap((id) => newestIn(account, id) ?? [])
      const rows = newest.filter(({ id }) => after === undefined || id > after).sort((a, b) => (a.id < b.id ? -1 : 1))
      return pageOf(rows.slice(0, limit + 1), limit, ({ id }) => [id])
    },

    async unpublishedIds(account) {
      return [...(accounts.get(account)?.keys() ?? [])].filter((id) => newestIn(account, id) === undefined).sort()
    },

    dropDrafts(isDropped) {
      let dropped = 0
      for (const workflows of accounts.values()) {
        for (const [id, versions] of workflows) {
          const kept = versions.filter((one, index) => !one.isDraft || index === versions.length - 1 || !isDropped(one))
          workflows.set(id, kept)
          dropped += versions.length - kept.length
        }
      }
      return dropped
    },

    async versions(account, id, { limit, cursor }) {
      const before = cursor === undefined ? Number.POSITIVE_INFINITY : decodeNumberCursor(cursor)
      const rows = versionsOf(account, id).filter(({ version }) => version < before)
      return pageOf(rows.toReversed().slice(0, limit + 1), limit, ({ version }) => [version])
    },
  }
}
