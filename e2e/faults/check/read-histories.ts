import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ExecutionEvent } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import { openSqliteStore } from '@millrace/store-sqlite'

/** What the disk has of one execution. */
export interface History {
  readonly summary: ExecutionSummary
  readonly events: readonly ExecutionEvent[]
  /** The number that its start brought. */
  readonly n: number
}

const account = 'default'

/** Opens the database of a server that has ended and reads all of it. */
export async function readHistories(directory: string): Promise<readonly History[]> {
  const store = openSqliteStore({ directory })
  try {
    const histories: History[] = []
    for (let cursor: string | undefined, isMore = true; isMore; isMore = cursor !== undefined) {
      const page = await store.executions.list(account, {}, { limit: 500, ...(cursor !== undefined && { cursor }) })
      for (const summary of page.items) {
        const events = await store.executions.log(account, summary.id)
        histories.push({ summary, events, n: numberOf(events) })
      }
      cursor = page.nextCursor
    }
    return histories
  } finally {
    await store.close()
  }
}

function numberOf([started]: readonly ExecutionEvent[]): number {
  if (started?.type !== 'execution-started') return Number.NaN
  const { scheduledAt } = started.trigger.data
  if (typeof scheduledAt === 'string') return Date.parse(scheduledAt) / 1000
  // What the load sent, or what a workflow of the load has told.
  const { body, data, result, item } = started.trigger.data as {
    readonly [Name in 'body' | 'data' | 'result' | 'item']?: { readonly n?: number } | null
  }
  return Number(body?.n ?? data?.n ?? result?.n ?? item?.n ?? started.inputs.n)
}

/** What SQLite itself says of the file; `ok` if it is whole. */
export function integrityOf(directory: string): string {
  const database = new DatabaseSync(join(directory, 'millrace.db'))
  try {
    const mistakes = database.prepare('PRAGMA foreign_key_check').all()
    const { integrity_check: verdict } = database.prepare('PRAGMA integrity_check').get() ?? {}
    return mistakes.length === 0 ? String(verdict) : `${mistakes.length} rows point nowhere`
  } finally {
    database.close()
  }
}
