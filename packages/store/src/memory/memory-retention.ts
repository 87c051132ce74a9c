import { isFinal } from '@millrace/engine'
import { decodeTimeCursor, encodeCursor } from '../cursor.ts'
import type { ExecutionSummary } from '../execution-store.ts'
import type { FileStore } from '../file-store.ts'
import type { FinishedRow, Removal, RetentionStore, WorkflowPlace } from '../retention-store.ts'
import type { WorkflowVersion } from '../workflow-store.ts'
import { newestFirst } from './memory-filter.ts'
import type { MemoryRows, Row } from './memory-rows.ts'
import type { MemoryWorkflows } from './memory-workflows.ts'

export function createMemoryRetention(rows: MemoryRows, files: FileStore, dropDrafts: MemoryWorkflows['dropDrafts']): RetentionStore {
  const rowsOf = (account: string): readonly Row[] => [...(rows.accounts.get(account)?.values() ?? [])]

  function isNeeded({ summary }: Row): boolean {
    const { account, id, parent, replayedAs } = summary
    return [...rows.unfinished].some(
      (other) =>
        other.summary.account === account &&
        (other.summary.id === parent?.executionId || other.summary.id === replayedAs || other.summary.parent?.executionId === id),
    )
  }

  function isRemovable(row: Row, letters: Removal['letters']): boolean {
    return isFinal(row.summary.status) && (letters === 'removed' || row.summary.letter !== 'open') && !isNeeded(row)
  }

  async function filesOf(account: string, executionId: string): Promise<readonly string[]> {
    const { items } = await files.list(account, { executionId }, { limit: Number.MAX_SAFE_INTEGER })
    for (const { id } of items) await files.delete(account, id)
    return items.map(({ id }) => id)
  }

  return {
    async workflows(after) {
      const places = [...rows.accounts].flatMap(([account, executions]) =>
        [...new Set([...executions.values()].map(({ summary }) => summary.workflowId))].map((workflowId) => ({ account, workflowId })),
      )
      return places.filter((place) => after === undefined || comparePlaces(place, after) > 0).sort(comparePlaces)
    },

    async finished({ account, workflowId, order, limit, cursor }) {
      const sign = order === 'oldest-first' ? -1 : 1
      const end = cursor === undefined ? undefined : decodeTimeCursor(cursor)
      const looked = rowsOf(account)
        .filter(({ summary }) => workflowId === undefined || summary.workflowId === workflowId)
        .filter(({ summary }) => end === undefined || sign * compareStarts(summary, end) > 0)
        .sort((a, b) => sign * newestFirst(a.summary, b.summary))
        .slice(0, limit)
      const items = looked.flatMap(finishedOf)
      const last = looked.at(-1)?.summary
      return looked.length < limit || last === undefined ? { items } : { items, nextCursor: encodeCursor([last.startedAt, last.id]) }
    },

    async remove({ account, ids, letters }) {
      const executions = rows.accounts.get(account)
      const going = ids.flatMap((id) => {
        const row = executions?.get(id)
        return row !== undefined && isRemovable(row, letters) ? [row] : []
      })
      const removed = going.map(({ summary }) => summary.id)
      for (const { summary, chunks } of going) {
        executions?.delete(summary.id)
        for (const { position } of chunks) rows.chunks[position - 1] = undefined
      }
      const lost = await Promise.all(removed.map((id) => filesOf(account, id)))
      const bytes = going.reduce((sum, row) => sum + bytesOf(row), 0)
      return { removed, kept: ids.filter((id) => !removed.includes(id)), bytes, files: lost.flat() }
    },

    dropLogs: async () => false,

    async size() {
      return { bytes: 0, freeBytes: 0, fileBytes: 0 }
    },

    giveBack: async () => false,

    async dropSealed(limit) {
      const accounts = [...rows.accounts.values()]
      const done = accounts.flatMap((executions) =>
        [...executions.values()].filter(({ sealed, summary: { status, parent } }) => {
          const caller = parent && executions.get(parent.executionId)
          return sealed.length > 0 && isFinal(status) && (caller === undefined || isFinal(caller.summary.status))
        }),
      )
      for (const row of done.slice(0, limit)) row.sealed = []
      return Math.min(done.length, limit)
    },

    async dropDrafts({ keptBefore }) {
      const isRun = ({ account, id, version }: WorkflowVersion) =>
        rowsOf(account).some(({ summary }) => summary.workflowId === id && summary.workflowVersion === version)
      return { dropped: dropDrafts((draft) => draft.publishedAt < keptBefore && !isRun(draft)) }
    },

    async unknownFiles(ids) {
      const known = await Promise.all([...rows.accounts.keys()].flatMap((account) => ids.map((id) => files.get(account, id))))
      return ids.filter((id) => !known.some((file) => file?.id === id))
    },
  }
}

function finishedOf(row: Row): readonly FinishedRow[] {
  const { id, workflowId, status, startedAt, finishedAt } = row.summary
  if (!isFinal(status) || finishedAt === undefined) return []
  return [{ id, workflowId, status, startedAt, finishedAt, bytes: bytesOf(row) }]
}

function bytesOf({ chunks }: Row): number {
  return chunks.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
}

/** Negative for one that is newer. */
function compareStarts({ startedAt, id }: ExecutionSummary, end: { readonly at: number; readonly id: string }): number {
  return end.at - startedAt || (id < end.id ? 1 : id === end.id ? 0 : -1)
}

function comparePlaces(a: WorkflowPlace, b: WorkflowPlace): number {
  return compareTexts(a.account, b.account) || compareTexts(a.workflowId, b.workflowId)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
