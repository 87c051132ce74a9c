import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { type LargeValue, StoreError } from '@millrace/store'
import type { Connection } from '../connection.ts'

export interface LargeValues {
  /** Inside a write. */
  save(account: string, values: readonly LargeValue[]): void
  /** The JSON text of a value that was saved. */
  load(account: string, hash: string): string
}

export function createLargeValues({ prepare }: Connection): LargeValues {
  const find = prepare('SELECT packing, bytes FROM large_value WHERE account = ? AND hash = ?')
  const exists = prepare('SELECT 1 FROM large_value WHERE account = ? AND hash = ?')
  const insert = prepare('INSERT INTO large_value (account, hash, packing, bytes) VALUES (?, ?, ?, ?)')
  return {
    save(account, values) {
      for (const { hash, json } of values) {
        // Asked first, so that a value that goes from step to step is packed once.
        if (exists.get(account, hash) !== undefined) continue
        const { packing, bytes } = pack(json)
        insert.run(account, hash, packing, bytes)
      }
    },
    load(account, hash) {
      // The columns are NOT NULL and `save` alone writes them.
      const row = find.get(account, hash) as { readonly packing: string; readonly bytes: Uint8Array } | undefined
      if (row === undefined) throw new StoreError('STORE_CORRUPT', `The large value ${hash} is missing: put a backup in its place.`)
      return (row.packing === 'zstd' ? zstdDecompressSync(row.bytes) : Buffer.from(row.bytes)).toString()
    },
  }
}

/**
 * zstd at level 1: 78 KB of order lines become 7.0 KB in 0.11 ms (deflate 1: 11.8 KB in 0.12 ms, brotli 1: 8.4 KB in 0.15 ms), 94 KB of
 * random base64 become 71 KB in 0.13 ms (deflate 1: as small, in 1.5 ms). Higher levels gain nothing at this size.
 */
function pack(json: string): { readonly packing: 'zstd' | 'plain'; readonly bytes: Uint8Array } {
  const plain = Buffer.from(json)
  const packed = zstdCompressSync(plain, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  return packed.length < plain.length * 0.9 ? { packing: 'zstd', bytes: packed } : { packing: 'plain', bytes: plain }
}
