import { type ExecutionStatus, type FinalStatus, isFinal } from '@millrace/engine'
import type { ExecutionSummary } from '../execution-store.ts'
import { durationBucket, type EndedRun, minuteOf, type StatisticsStore, type Tally, type UnfinishedCount } from '../statistics-store.ts'
import { newestFirst } from './memory-filter.ts'
import type { MemoryRows } from './memory-rows.ts'

interface MemoryStatistics extends StatisticsStore {
  /** An execution has this moment ended. */
  noteEnd(summary: ExecutionSummary): void
}

interface End {
  readonly account: string
  readonly workflowId: string
  readonly status: FinalStatus
  readonly minute: number
  readonly ms: number
}

export function createMemoryStatistics({ accounts, unfinished }: MemoryRows): MemoryStatistics {
  /** Each on its own: what is kept in memory is short. */
  const ends: End[] = []

  return {
    noteEnd({ account, workflowId, status, startedAt, finishedAt, isTest }) {
      if (isTest || !isFinal(status) || finishedAt === undefined) return
      ends.push({ account, workflowId, status, minute: minuteOf(finishedAt), ms: Math.max(0, finishedAt - startedAt) })
    },

    async tallies({ account, workflowId, from, to, slotMs = to - from }) {
      const tallies = new Map<string, Tally>()
      for (const end of ends) {
        const { minute, status } = end
        if (end.account !== account || (workflowId !== undefined && end.workflowId !== workflowId)) continue
        if (minute < from || minute >= to) continue
        const at = slotMs === to - from ? from : Math.floor(minute / slotMs) * slotMs
        const key = JSON.stringify([at, end.workflowId, status])
        tallies.set(key, withEnd(tallies.get(key), end, at))
      }
      return [...tallies.values()]
    },

    async lastRuns(account, workflowIds, count) {
      const all = [...(accounts.get(account)?.values() ?? [])].map(({ summary }) => summary)
      return workflowIds.flatMap((workflowId) => {
        const last = all.filter((summary) => summary.workflowId === workflowId).sort(newestFirst)
        return last.slice(0, lookedAt).flatMap(endedRun).slice(0, count)
      })
    },

    async runsOfVersions(account, workflowId, versions, most) {
      const all = [...(accounts.get(account)?.values() ?? [])].filter(({ summary }) => summary.workflowId === workflowId)
      const countOf = (version: number) => all.filter(({ summary }) => summary.workflowVersion === version).length
      return new Map(versions.map((version) => [version, Math.min(most, countOf(version))]))
    },

    async unfinished(account, workflowId) {
      const counts = new Map<string, UnfinishedCount>()
      for (const { summary } of unfinished) {
        if (summary.account !== account || (workflowId !== undefined && summary.workflowId !== workflowId)) continue
        const key = JSON.stringify([summary.workflowId, summary.status])
        const status = summary.status as Exclude<ExecutionStatus, FinalStatus> // The rows here have not ended.
        counts.set(key, { workflowId: summary.workflowId, status, count: (counts.get(key)?.count ?? 0) + 1 })
      }
      return [...counts.values()]
    },
  }
}

const lookedAt = 200

function endedRun({ id, workflowId, status, startedAt, finishedAt, isTest }: ExecutionSummary): readonly EndedRun[] {
  return isTest || !isFinal(status) || finishedAt === undefined ? [] : [{ workflowId, id, status, startedAt, finishedAt }]
}

function withEnd(before: Tally | undefined, { workflowId, status, ms }: End, at: number): Tally {
  const buckets = new Map(before?.buckets)
  const bucket = durationBucket(ms)
  buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1)
  return {
    workflowId,
    at,
    status,
    count: (before?.count ?? 0) + 1,
    totalMs: (before?.totalMs ?? 0) + ms,
    minMs: Math.min(before?.minMs ?? ms, ms),
    maxMs: Math.max(before?.maxMs ?? ms, ms),
    buckets,
  }
}
