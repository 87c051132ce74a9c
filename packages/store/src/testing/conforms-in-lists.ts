import type { ExecutionStatus } from '@millrace/engine'
import { expect, test } from 'vitest'
import type { ExecutionFilter, ExecutionSummary } from '../execution-store.ts'
import type { Store } from '../store.ts'
import { account, execution, fill, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const statuses = ['queued', 'running', 'waiting', 'paused', 'success', 'failed', 'canceled', 'timed_out', 'crashed'] as const

/** Every combination of what a filter can ask for, several in the same millisecond, in an order that is not the list's. */
function varied(): readonly ExecutionSummary[] {
  return Array.from({ length: 144 }, (_, index) => {
    const scattered = (index * 89) % 144
    const status: ExecutionStatus = statuses[scattered % statuses.length] ?? 'queued'
    return execution(`e${String(scattered).padStart(3, '0')}`, {
      status,
      workflowId: scattered % 2 === 0 ? 'orders' : 'mails',
      triggerType: scattered % 3 === 0 ? 'webhook' : 'schedule',
      startedAt: 1_000 + Math.floor(scattered / 5),
      workflowVersion: 1 + (scattered % 3),
      ...(['success', 'failed', 'canceled'].includes(status) && { finishedAt: 1_000 + Math.floor(scattered / 5) + (scattered % 60) }),
      ...(scattered % 7 === 0 ? { parent: { executionId: scattered % 14 === 0 ? 'p1' : 'p2', step: 'call' } } : {}),
      ...(scattered % 5 === 0 && {
        admission: { lane: 'l', key: scattered % 10 === 0 ? 'n=1' : 'n=2', priority: 50, queuedAt: scattered },
      }),
      ...(scattered % 4 === 0 ? { replayOf: scattered % 8 === 0 ? 'r1' : 'r2' } : {}),
    })
  })
}

function expected(rows: readonly ExecutionSummary[], filter: ExecutionFilter): readonly string[] {
  return rows
    .filter((row) => filter.workflowId === undefined || row.workflowId === filter.workflowId)
    .filter((row) => filter.workflowIds === undefined || filter.workflowIds.includes(row.workflowId))
    .filter((row) => filter.workflowVersion === undefined || row.workflowVersion === filter.workflowVersion)
    .filter((row) => filter.minDurationMs === undefined || (row.finishedAt ?? Number.NaN) - row.startedAt >= filter.minDurationMs)
    .filter((row) => filter.maxDurationMs === undefined || (row.finishedAt ?? Number.NaN) - row.startedAt <= filter.maxDurationMs)
    .filter((row) => filter.status === undefined || filter.status.includes(row.status))
    .filter((row) => filter.triggerType === undefined || row.triggerType === filter.triggerType)
    .filter((row) => filter.key === undefined || row.admission?.key === filter.key)
    .filter((row) => filter.startedFrom === undefined || row.startedAt >= filter.startedFrom)
    .filter((row) => filter.startedTo === undefined || row.startedAt < filter.startedTo)
    .filter((row) => filter.parentId === undefined || row.parent?.executionId === filter.parentId)
    .filter((row) => filter.replayOf === undefined || row.replayOf === filter.replayOf)
    .map(({ id, startedAt }) => ({ id, startedAt }))
    .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id)
}

async function allPages(store: Store, filter: ExecutionFilter, limit: number): Promise<readonly string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await store.executions.list(account, filter, cursor === undefined ? { limit } : { limit, cursor })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return ids
}

/** Each way to say a field, the first one being not to say it. */
type Choices = { readonly [Field in keyof ExecutionFilter]: readonly ExecutionFilter[Field][] }

const choices: Choices = {
  workflowId: [undefined, 'orders', 'nowhere'],
  status: [undefined, ['failed'], ['success', 'running', 'crashed'], []],
  triggerType: [undefined, 'webhook'],
  startedFrom: [undefined, 1_010],
  startedTo: [undefined, 1_020],
  parentId: [undefined, 'p1'],
  replayOf: [undefined, 'r1'],
}

const siftingChoices: Choices = {
  workflowIds: [undefined, ['orders'], ['mails', 'nowhere', 'orders'], []],
  workflowVersion: [undefined, 2],
  status: [undefined, ['success', 'failed'], ['canceled']],
  minDurationMs: [undefined, 20],
  maxDurationMs: [undefined, 40],
  triggerType: [undefined, 'schedule'],
  key: [undefined, 'n=1'],
}

function everyFilter(choices: Choices): readonly ExecutionFilter[] {
  let filters: readonly ExecutionFilter[] = [{}]
  for (const [field, values] of Object.entries(choices)) {
    filters = filters.flatMap((filter) => values.map((value) => (value === undefined ? filter : { ...filter, [field]: value })))
  }
  return filters
}

export function conformsInLists(open: OpenStore): void {
  test(
    'newest first, then by id downwards',
    withStore(open, async (store) => {
      const rows = varied()
      await fill(store, rows)
      const { items, nextCursor } = await store.executions.list(account, {}, { limit: 1_000 })
      expect(items.map(({ id }) => id)).toEqual(expected(rows, {}))
      expect(nextCursor).toBeUndefined()
      expect(items).toContainEqual(rows[0])
    }),
  )

  test(
    'each filter alone and all of them together, page by page',
    withStore(open, async (store) => {
      const rows = varied()
      await fill(store, rows)
      for (const filter of everyFilter(choices))
        expect(await allPages(store, filter, 7), JSON.stringify(filter)).toEqual(expected(rows, filter))
    }),
  )

  test(
    'by several workflows, by version and by how long it took',
    withStore(open, async (store) => {
      const rows = varied()
      await fill(store, rows)
      for (const filter of everyFilter(siftingChoices)) {
        expect(await allPages(store, filter, 11), JSON.stringify(filter)).toEqual(expected(rows, filter))
      }
    }),
  )

  test(
    'pages of any size hold each row once, also within one millisecond',
    withStore(open, async (store) => {
      const rows = Array.from({ length: 10 }, (_, index) => execution(`e${index}`))
      await fill(store, rows)
      for (const limit of [1, 3, 5, 10, 11]) expect(await allPages(store, {}, limit)).toEqual(expected(rows, {}))
    }),
  )

  test(
    'paging is stable while rows are added',
    withStore(open, async (store) => {
      const rows = varied()
      await fill(store, rows)
      const first = await store.executions.list(account, {}, { limit: 50 })
      await fill(store, [execution('new', { startedAt: 9_000 })])
      const cursor = first.nextCursor ?? ''
      const second = await store.executions.list(account, {}, { limit: 50, cursor })
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(expected(rows, {}).slice(0, 100))
    }),
  )

  test(
    'a status change moves an execution between filters, not in the order',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('b'), execution('c')])
      const patch = { status: 'success', finishedAt: 5_000 } as const
      await store.executions.commit([{ type: 'append', account, executionId: 'b', fence: 1, after: 0, events: [], patch }])
      expect(await allPages(store, {}, 5)).toEqual(['c', 'b', 'a'])
      expect(await allPages(store, { status: ['running'] }, 5)).toEqual(['c', 'a'])
      expect(await allPages(store, { status: ['success'], workflowId: 'orders' }, 5)).toEqual(['b'])
    }),
  )

  test(
    'never shows another account',
    withStore(open, async (store) => {
      await fill(store, [execution('a'), execution('a', { account: otherAccount }), execution('b', { account: otherAccount })])
      expect(await allPages(store, {}, 5)).toEqual(['a'])
      const theirs = await store.executions.list(otherAccount, { status: ['running'] }, { limit: 5 })
      expect(theirs.items.map((one) => [one.account, one.id])).toEqual([
        [otherAccount, 'b'],
        [otherAccount, 'a'],
      ])
    }),
  )

  test(
    'a cursor that is none of this list is refused',
    withStore(open, async (store) => {
      for (const cursor of ['', 'x', 'bnVsbA', 'WzFd', '💥']) {
        await expect(store.executions.list(account, {}, { limit: 5, cursor })).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
        await expect(store.workflows.versions(account, 'w', { limit: 5, cursor: cursor === 'WzFd' ? 'x' : cursor })).rejects.toMatchObject({
          code: 'CURSOR_INVALID',
        })
      }
    }),
  )
}
