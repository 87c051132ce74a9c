import { failPoint, type LargeValue, type LargeValueReference, StoreError } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { pack, takePacked, unpack } from './pack-value.ts'

export interface LargeValues {
  /** Inside a write, one call for each row of the log. */
  save(account: string, values: readonly LargeValue[]): void
  /** Inside the write that deletes the row: what no other one uses goes too. */
  release(account: string, references: readonly LargeValueReference[]): void
  /** The JSON text of a value that was saved. */
  load(account: string, hash: string): string
}

export function createLargeValues({ prepare }: Pick<Connection, 'prepare'>): LargeValues {
  const find = prepare('SELECT packing, bytes FROM large_value WHERE account = ? AND hash = ?')
  const useAgain = prepare('UPDATE large_value SET uses = uses + 1 WHERE account = ? AND hash = ?')
  const insert = prepare('INSERT INTO large_value (account, hash, packing, bytes, uses) VALUES (?, ?, ?, ?, 1)')
  const useLess = prepare('UPDATE large_value SET uses = uses - 1 WHERE account = ? AND hash = ?')
  const remove = prepare('DELETE FROM large_value WHERE account = ? AND hash = ? AND uses <= 0')
  return {
    save(account, values) {
      for (const { hash, value, json } of values) {
        const ahead = takePacked(value, hash)
        // Tried first, so that a value that goes from step to step is packed once.
        if (useAgain.run(account, hash).changes > 0) continue
        const { packing, bytes } = ahead ?? pack(Buffer.from(json()))
        insert.run(account, hash, packing, bytes)
        failPoint('large-value-saved')
      }
    },
    release(account, references) {
      for (const { hash } of references) {
        useLess.run(account, hash)
        remove.run(account, hash)
      }
    },
    load(account, hash) {
      // The columns are NOT NULL and `save` alone writes them.
      const row = find.get(account, hash) as { readonly packing: string; readonly bytes: Uint8Array } | undefined
      if (row === undefined) throw new StoreError('STORE_CORRUPT', `The large value ${hash} is missing: put a backup in its place.`)
      return unpack(row.packing, row.bytes)
    },
  }
}
