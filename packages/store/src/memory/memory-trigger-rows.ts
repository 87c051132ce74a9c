import { decodePairCursor } from '../cursor.ts'

interface TriggerRow {
  readonly account: string
  readonly workflowId: string
  readonly triggerId: string
  readonly wakeAt?: number
}

type Key = Omit<TriggerRow, 'wakeAt'>

/** Rows of triggers that have their turn at some time: what the stores of schedules and polls have in common. */
export interface MemoryTriggerRows<Row extends TriggerRow> {
  get(key: Key): Row | undefined
  put(row: Row): void
  delete(key: Key): void
  /** By workflow, then by trigger; one more than the limit where there are more. */
  list(
    account: string,
    filter: { readonly workflowId?: string },
    page: { readonly limit: number; readonly cursor?: string },
  ): readonly Row[]
  /** Of all accounts: those whose time has come, soonest first, then by key. */
  due(now: number, limit: number): readonly Row[]
  /** Of all accounts: the earliest time after this one. */
  nextWake(after: number): number | undefined
}

export function createMemoryTriggerRows<Row extends TriggerRow>(): MemoryTriggerRows<Row> {
  const rows = new Map<string, Row>()

  return {
    get: (key) => rows.get(keyOf(key)),
    put: (row) => void rows.set(keyOf(row), row),
    delete: (key) => void rows.delete(keyOf(key)),

    list(account, { workflowId }, { limit, cursor }) {
      const after = cursor === undefined ? undefined : decodePairCursor(cursor).join('\n')
      return [...rows.values()]
        .filter((row) => row.account === account && (workflowId === undefined || row.workflowId === workflowId))
        .filter((row) => after === undefined || placeOf(row) > after)
        .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
        .slice(0, limit + 1)
    },

    due: (now, limit) =>
      [...rows.values()]
        .filter(({ wakeAt = Number.POSITIVE_INFINITY }) => wakeAt <= now)
        .sort((a, b) => (a.wakeAt ?? 0) - (b.wakeAt ?? 0) || (keyOf(a) < keyOf(b) ? -1 : 1))
        .slice(0, limit),

    nextWake(after) {
      const times = [...rows.values()].flatMap(({ wakeAt = after }) => (wakeAt > after ? wakeAt : []))
      return times.length === 0 ? undefined : times.reduce((one, other) => Math.min(one, other))
    },
  }
}

/** Ids hold no line feed, which sorts before all that they hold. */
function placeOf({ workflowId, triggerId }: Key): string {
  return `${workflowId}\n${triggerId}`
}

function keyOf(key: Key): string {
  return `${key.account}\n${placeOf(key)}`
}
