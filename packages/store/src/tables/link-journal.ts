import type { RelationChange, TableChange } from '../table-store.ts'

/**
 * Owns: the last changes of relations. Who is told of a change asks what a relation held then, though it may have changed since.
 * Does not own: what relations hold now.
 * Invariants: a change is noted before anybody is told of it, or of one before it.
 */
export interface LinkJournal {
  note(changes: readonly TableChange[]): void
  /** They have not come about. */
  forget(changes: readonly TableChange[]): void
  /** What was done later to the relations of the same record, the earliest first. */
  after(change: TableChange): readonly NotedLinks[]
}

/** What is kept of a change: its records would be too much. */
interface NotedLinks {
  readonly record: string
  readonly order: number
  readonly relations: Readonly<Record<string, RelationChange>>
}

/** As many as are kept for who was away (docs/api.md). */
const mostKept = 11_000
const mostIds = 400_000

export function createLinkJournal(): LinkJournal {
  let kept: NotedLinks[] = []
  let ids = 0
  const byRecord = new Map<string, NotedLinks[]>()

  function keep(noted: NotedLinks): void {
    kept.push(noted)
    ids += idsIn(noted)
    const others = byRecord.get(noted.record)
    if (others === undefined) byRecord.set(noted.record, [noted])
    else others.push(noted)
  }

  /** In lumps: taking each from the front would move all the others. */
  function trim(): void {
    if (kept.length <= mostKept && ids <= mostIds) return
    const count = Math.ceil(kept.length / 10)
    drop(kept.slice(0, count))
  }

  function drop(changes: readonly NotedLinks[]): void {
    const gone = new Set(changes)
    kept = kept.filter((change) => !gone.has(change))
    // By record: one that changes all the time may have all of them.
    for (const key of new Set(changes.map(({ record }) => record))) {
      const others = byRecord.get(key)?.filter((other) => !gone.has(other)) ?? []
      if (others.length === 0) byRecord.delete(key)
      else byRecord.set(key, others)
    }
    ids = kept.reduce((sum, change) => sum + idsIn(change), 0)
  }

  return {
    note(changes) {
      for (const change of changes) {
        if (change.relations !== undefined) keep({ record: keyOf(change), order: change.order, relations: change.relations })
      }
      trim()
    },
    forget(changes) {
      const orders = new Set(changes.filter(({ relations }) => relations !== undefined).map(({ order }) => order))
      if (orders.size > 0) drop(kept.filter(({ order }) => orders.has(order)))
    },
    after: (change) => byRecord.get(keyOf(change))?.filter(({ order }) => order > change.order) ?? [],
  }
}

function keyOf({ account, table, record }: TableChange): string {
  return `${account} ${table} ${String(record.id)}`
}

function idsIn({ relations }: NotedLinks): number {
  return Object.values(relations).reduce((sum, { added, removed }) => sum + added.length + removed.length, 0)
}
