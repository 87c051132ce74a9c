import type { FinalStatus } from '@millrace/engine'
import type { Store, Tally, UnfinishedCount } from '@millrace/store'
import { nextTurn } from '../next-turn.ts'
import type { Clock } from '../ports.ts'
import { type Durations, durationsOf } from './durations.ts'
import { localEdges } from './local-slots.ts'
import { roundWindow, type StatisticsWindow } from './window.ts'

export interface StatisticsQuery extends StatisticsWindow {
  readonly account: string
  /** All of them when left out. */
  readonly workflowId?: string
  /** By whose clock slots begin, where they are longer than an hour: see `localEdges`. */
  readonly timezone?: string
}

/** What executions that ended came to. */
export interface EndedSummary {
  readonly total: number
  readonly byStatus: Readonly<Partial<Record<FinalStatus, number>>>
  /** From 0 to 1; absent when nothing ended. */
  readonly successRate?: number
  readonly durationMs?: Durations
}

export interface Statistics extends EndedSummary {
  /** The window that was counted, in milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** At this moment, whenever they began. */
  readonly unfinished: UnfinishedStatuses
  /** Those that had an end in the window or have not ended, by id. */
  readonly workflows: readonly (EndedSummary & { readonly workflowId: string; readonly unfinished: UnfinishedStatuses })[]
  /** When a step was asked for: those in which something ended; by the clock of a time zone, all of them. */
  readonly slots?: readonly (EndedSummary & { readonly from: number; readonly to: number })[]
}

export type UnfinishedStatuses = Readonly<Partial<Record<UnfinishedCount['status'], number>>>

interface Ports {
  readonly store: Pick<Store, 'statistics'>
  readonly clock: Pick<Clock, 'now'>
}

export async function readStatistics({ store: { statistics }, clock }: Ports, query: StatisticsQuery): Promise<Statistics> {
  const { account, workflowId, timezone, slotMs: asked } = query
  if (timezone !== undefined && asked !== undefined)
    return readLocalSlots(statistics, query, localEdges(query.from, query.to, asked, timezone))
  const window = roundWindow(query, clock.now())
  const [tallies, open] = await Promise.all([
    statistics.tallies({ account, ...(workflowId !== undefined && { workflowId }), ...window }),
    statistics.unfinished(account, workflowId),
  ])
  const { from, to, slotMs } = window
  return {
    from,
    to,
    ...summarize(tallies),
    unfinished: unfinishedOf(open),
    workflows: workflowsOf(tallies, open),
    ...(slotMs !== undefined && { slots: slotsOf(tallies, slotMs) }),
  }
}

/** Slot by slot: of many workflows a year of hours is much to read, and others have their turn in between. */
async function readLocalSlots(
  statistics: Ports['store']['statistics'],
  { account, workflowId }: StatisticsQuery,
  edges: readonly number[],
): Promise<Statistics> {
  const of = { account, ...(workflowId !== undefined && { workflowId }) }
  const open = await statistics.unfinished(account, workflowId)
  const read: { readonly from: number; readonly to: number; readonly tallies: readonly Tally[] }[] = []
  for (const [index, to] of edges.slice(1).entries()) {
    const from = edges[index] ?? to
    read.push({ from, to, tallies: await statistics.tallies({ ...of, from, to }) })
    await nextTurn()
  }
  const tallies = read.flatMap((slot) => slot.tallies)
  return {
    from: read[0]?.from ?? 0,
    to: read.at(-1)?.to ?? 0,
    ...summarize(tallies),
    unfinished: unfinishedOf(open),
    workflows: workflowsOf(tallies, open),
    slots: read.map((slot) => ({ from: slot.from, to: slot.to, ...summarize(slot.tallies) })),
  }
}

function summarize(tallies: readonly Tally[]): EndedSummary {
  const byStatus: Partial<Record<FinalStatus, number>> = {}
  let total = 0
  for (const { status, count } of tallies) {
    byStatus[status] = (byStatus[status] ?? 0) + count
    total += count
  }
  if (total === 0) return { total, byStatus }
  return { total, byStatus, successRate: (byStatus.success ?? 0) / total, durationMs: durationsOf(tallies) }
}

function workflowsOf(tallies: readonly Tally[], open: readonly UnfinishedCount[]): Statistics['workflows'] {
  const ids = [...new Set([...tallies, ...open].map(({ workflowId }) => workflowId))].sort()
  const ended = Map.groupBy(tallies, ({ workflowId }) => workflowId)
  const unfinished = Map.groupBy(open, ({ workflowId }) => workflowId)
  return ids.map((workflowId) => ({
    workflowId,
    ...summarize(ended.get(workflowId) ?? []),
    unfinished: unfinishedOf(unfinished.get(workflowId) ?? []),
  }))
}

function slotsOf(tallies: readonly Tally[], slotMs: number): NonNullable<Statistics['slots']> {
  const slots = [...Map.groupBy(tallies, ({ at }) => at)].sort(([one], [other]) => one - other)
  return slots.map(([from, own]) => ({ from, to: from + slotMs, ...summarize(own) }))
}

function unfinishedOf(counts: readonly UnfinishedCount[]): UnfinishedStatuses {
  const byStatus: Partial<Record<UnfinishedCount['status'], number>> = {}
  for (const { status, count } of counts) byStatus[status] = (byStatus[status] ?? 0) + count
  return byStatus
}
