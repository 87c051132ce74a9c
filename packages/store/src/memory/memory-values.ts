import { decodeTextCursor } from '../cursor.ts'
import { pageOf } from '../page.ts'
import { assertKey, encodeValue } from '../value-limits.ts'
import type { StoredValue, ValueStore } from '../value-store.ts'

interface Kept {
  readonly key: string
  readonly text: string
  readonly revision: number
  readonly expiresAt: number | undefined
}

export function createMemoryValues(): ValueStore {
  /** By account and space, by key. */
  const spaces = new Map<string, Map<string, Kept>>()
  let lastRevision = 0

  function spaceOf({ account, space }: { readonly account: string; readonly space: string }): Map<string, Kept> {
    const name = JSON.stringify([account, space])
    const kept = spaces.get(name) ?? new Map<string, Kept>()
    spaces.set(name, kept)
    return kept
  }

  return {
    async get(place, at) {
      const kept = spaceOf(place).get(place.key)
      return kept && isAlive(kept, at) ? storedOf(kept) : undefined
    },

    async put({ value, expiresAt, at, expected, ...place }) {
      assertKey(place.key)
      const text = encodeValue(place.key, value)
      const space = spaceOf(place)
      const current = space.get(place.key)
      const found = current && isAlive(current, at) ? current.revision : 'missing'
      if (expected !== undefined && expected !== found) return 'conflict'
      lastRevision += 1
      space.set(place.key, { key: place.key, text, revision: lastRevision, expiresAt })
      return lastRevision
    },

    async delete(place, at, expected) {
      const space = spaceOf(place)
      const kept = space.get(place.key)
      const isThere = kept !== undefined && isAlive(kept, at)
      if (expected !== undefined && (!isThere || kept.revision !== expected)) return 'conflict'
      space.delete(place.key)
      return isThere
    },

    async list({ prefix = '', ...space }, { limit, cursor }, at) {
      const after = cursor === undefined ? '' : decodeTextCursor(cursor)
      const rows = [...spaceOf(space).values()]
        .filter((kept) => kept.key.startsWith(prefix) && isAlive(kept, at))
        .filter(({ key }) => compareBytes(key, after) > 0)
        .sort((a, b) => compareBytes(a.key, b.key))
      return pageOf(rows.slice(0, limit + 1).map(storedOf), limit, ({ key }) => [key])
    },

    async purge(at, limit) {
      let purged = 0
      for (const space of spaces.values()) {
        for (const kept of space.values()) {
          if (purged === limit) return purged
          if (!isAlive(kept, at) && space.delete(kept.key)) purged += 1
        }
      }
      return purged
    },
  }
}

function isAlive({ expiresAt }: Kept, at: number): boolean {
  return expiresAt === undefined || expiresAt > at
}

function storedOf({ key, text, revision, expiresAt }: Kept): StoredValue {
  return { key, value: JSON.parse(text), revision, ...(expiresAt !== undefined && { expiresAt }) }
}

/** As a database compares them. */
function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
