import type { TableChange } from '../table-store.ts'

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
  after(change: TableChange): readonly TableChange[]
}

/** As many as are kept for who was away (docs/api.md). */
const mostKept = 11_000
const mostIds = 400_000

export function createLinkJournal(): LinkJournal {
  let kept: TableChange[] = []
  let ids = 0
  const byRecord = new Map<string, TableChange[]>()

  function keep(change: TableChange): void {
    kept.push(change)
    ids += idsIn(change)
    const key = keyOf(change)
    const others = byRecord.get(key)
    if (others === undefined) byRecord.set(key, [change])
    else others.push(change)
  }

  /** In lumps: taking each from the front would move all the others. */
  function trim(): void {
    if (kept.length <= mostKept && ids <= mostIds) return
    const count = Math.ceil(kept.length / 10)
    drop(kept.slice(0, count))
  }

  function drop(changes: readonly TableChange[]): void {
    const gone = new Set(changes)
    kept = kept.filter((change) => !gone.has(change))
    // By record: one that changes all the time may have all of them.
    for (const key of new Set(changes.map(keyOf))) {
      const others = byRecord.get(key)?.filter((other) => !gone.has(other)) ?? []
      if (others.length === 0) byRecord.delete(key)
      else byRecord.set(key, others)
    }
    ids = kept.reduce((sum, change) => sum + idsIn(change), 0)
  }

  return {
    note(changes) {
      for (const change of changes) if (change.relations !== undefined) keep(change)
      trim()
    },
    forget(changes) {
      if (changes.some(({ relations }) => relations !== undefined)) drop(changes)
    },
    after: (change) => byRecord.get(keyOf(change))?.filter(({ order }) => order > change.order) ?? [],
  }
}

function keyOf({ account, table, record }: TableChange): string {
  return `${account} ${table} ${String(record.id)}`
}

function idsIn({ relations = {} }: TableChange): number {
  return Object.values(relations).reduce((sum, { added, removed }) => sum + added.length + removed.length, 0)
}
