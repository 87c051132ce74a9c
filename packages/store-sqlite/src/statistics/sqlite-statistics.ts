import type { FinalStatus } from '@millrace/engine'
import type { EndedRun, StatisticsStore, Tally, TallyQuery, UnfinishedCount } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { isUnfinished } from '../executions/execution-row.ts'
import { widths } from './count-ends.ts'
import { prepareRunsOfVersions } from './runs-of-versions.ts'

interface TallyRow {
  readonly slot: number
  readonly workflow_id: string
  readonly status: FinalStatus
  readonly bucket: number
  readonly count: number
  readonly total_ms: number
  readonly min_ms: number
  readonly max_ms: number
}

interface LastRunRow {
  readonly workflowId: string
  /** JSON. */
  readonly run: string
}

function lastRunOf({ workflowId, run }: LastRunRow): EndedRun {
  const [id, status, startedAt, finishedAt] = JSON.parse(run) as [string, FinalStatus, number, number]
  return { workflowId, id, status, startedAt, finishedAt }
}

/** A stretch of time, read from slots of this width. */
interface Stretch {
  readonly width: number
  readonly from: number
  readonly to: number
}

const talliesSql = `SELECT ?1 + CAST((at - ?1) / ?2 AS INTEGER) * ?2 AS slot, workflow_id, status, bucket,
    sum(count) AS count, sum(total_ms) AS total_ms, min(min_ms) AS min_ms, max(max_ms) AS max_ms
  FROM tally WHERE account = ?3 AND width_ms = ?4 AND at >= ?5 AND at < ?6 AND (?7 IS NULL OR workflow_id = ?7)
  GROUP BY slot, workflow_id, status, bucket`

export const unfinishedCountsSql = `SELECT workflow_id, status, count(*) AS count FROM execution INDEXED BY execution_by_workflow_and_status
  WHERE account = ?1 AND workflow_id = ?2 AND status <> 'success' AND ${isUnfinished} GROUP BY status`

export const allUnfinishedCountsSql = `SELECT workflow_id, status, count(*) AS count FROM execution INDEXED BY execution_by_workflow_and_status
  WHERE account = ?1 AND status <> 'success' AND ${isUnfinished} GROUP BY workflow_id, status`

/**
 * One walk down the index for each workflow: 50 of them with 20 runs each took 9 ms on a machine with ten times its load. Where many wait, it ends at the 200th, which the index
 * alone tells; without that end, it would go through all that wait.
 */
export const lastRunsSql = `SELECT wanted.value AS workflowId, last.value AS run FROM json_each(?2) AS wanted, json_each((
    SELECT json_group_array(json_array(id, status, started_at, finished_at)) FROM (
      SELECT id, status, started_at, finished_at FROM execution INDEXED BY execution_by_workflow
      WHERE account = ?1 AND workflow_id = wanted.value AND finished_at IS NOT NULL AND is_test IS NULL
        AND started_at >= coalesce((SELECT started_at FROM execution INDEXED BY execution_by_workflow
          WHERE account = ?1 AND workflow_id = wanted.value ORDER BY started_at DESC, id DESC LIMIT 1 OFFSET 199), -1)
      ORDER BY started_at DESC, id DESC LIMIT ?3
    )
  )) AS last ORDER BY wanted.key, last.key`

export function createSqliteStatistics(connection: Connection): StatisticsStore {
  const { prepare, read } = connection
  const findTallies = prepare(talliesSql)
  const findRolled = prepare('SELECT rolled_to FROM tally_roll WHERE account = ?')
  const findLastRuns = prepare(lastRunsSql)
  const countOne = prepare(unfinishedCountsSql)
  const countAll = prepare(allUnfinishedCountsSql)

  return {
    runsOfVersions: prepareRunsOfVersions(connection),

    async lastRuns(account, workflowIds, count) {
      if (workflowIds.length === 0) return []
      const rows = read(() => findLastRuns.all(account, JSON.stringify(workflowIds), count))
      return (rows as unknown as readonly LastRunRow[]).map(lastRunOf)
    },

    async tallies(query) {
      const { account, workflowId, from, to, slotMs = to - from } = query
      const rows = read(() => {
        const rolled = findRolled.get(account) as { readonly rolled_to: number } | undefined
        return stretchesOf(query, rolled?.rolled_to ?? 0).flatMap((stretch) =>
          findTallies.all(
            slotMs === to - from ? from : 0,
            Math.max(1, slotMs),
            account,
            stretch.width,
            stretch.from,
            stretch.to,
            workflowId ?? null,
          ),
        )
      }) as unknown as readonly TallyRow[]
      return merge(rows)
    },
    async unfinished(account, workflowId) {
      const rows = read(() => (workflowId === undefined ? countAll.all(account) : countOne.all(account, workflowId)))
      return rows.map(({ workflow_id, status, count }) => ({ workflowId: workflow_id, status, count })) as unknown as UnfinishedCount[]
    },
  }
}

/** Days inside, hours and minutes at the edges and where slots are narrower; and the minutes that are in no hour yet. */
function stretchesOf({ from, to, slotMs = Number.POSITIVE_INFINITY }: TallyQuery, rolledTo: number): readonly Stretch[] {
  const usable = [widths.day, widths.hour].filter((width) => slotMs === Number.POSITIVE_INFINITY || slotMs % width === 0)
  const wide = split({ from, to }, usable)
  const isWide = wide.some(({ width }) => width > widths.minute)
  if (!isWide) return wide
  return [
    ...wide,
    ...wide
      .filter(({ width }) => width > widths.minute)
      .map((stretch) => ({ width: widths.minute, from: Math.max(stretch.from, rolledTo), to: stretch.to }))
      .filter((stretch) => stretch.from < stretch.to),
  ]
}

function split({ from, to }: { readonly from: number; readonly to: number }, [width, ...narrower]: readonly number[]): readonly Stretch[] {
  if (from >= to) return []
  if (width === undefined) return [{ width: widths.minute, from, to }]
  const first = Math.ceil(from / width) * width
  const last = Math.floor(to / width) * width
  if (first >= last) return split({ from, to }, narrower)
  return [...split({ from, to: first }, narrower), { width, from: first, to: last }, ...split({ from: last, to }, narrower)]
}

/** A row for each bucket, of several stretches: one tally for each slot, workflow and status. */
function merge(rows: readonly TallyRow[]): readonly Tally[] {
  const tallies = new Map<string, Tally & { readonly buckets: Map<number, number> }>()
  for (const { slot, workflow_id: workflowId, status, bucket, count, total_ms, min_ms, max_ms } of rows) {
    const key = `${slot} ${status} ${workflowId}`
    const before = tallies.get(key)
    const buckets = before?.buckets ?? new Map<number, number>()
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + count)
    tallies.set(key, {
      workflowId,
      at: slot,
      status,
      count: (before?.count ?? 0) + count,
      totalMs: (before?.totalMs ?? 0) + total_ms,
      minMs: Math.min(before?.minMs ?? min_ms, min_ms),
      maxMs: Math.max(before?.maxMs ?? max_ms, max_ms),
      buckets,
    })
  }
  return [...tallies.values()]
}
