import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

export interface Packed {
  readonly packing: 'zstd' | 'plain'
  readonly bytes: Uint8Array
}

/**
 * zstd at level 1: 78 KB of order lines become 7.0 KB in 0.11 ms (deflate 1: 11.8 KB in 0.12 ms, brotli 1: 8.4 KB in 0.15 ms), 94 KB of
 * random base64 become 71 KB in 0.13 ms (deflate 1: as small, in 1.5 ms). Higher levels gain nothing at this size.
 */
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** With the usual 16 KB, 5 MB that do not pack well cost this thread 5-10 ms and not one, and take twice as long to unpack. */
const chunkSize = 256 * 1024

/** Packed already, until it is saved. */
const ahead = new WeakMap<object, { readonly hash: string; readonly packed: Packed }>()

export function pack(plain: Uint8Array): Packed {
  return smaller([plain], plain.length, [zstdCompressSync(plain, options)])
}

export function unpack(packing: string, bytes: Uint8Array): string {
  return (packing === 'zstd' ? zstdDecompressSync(bytes, { chunkSize }) : Buffer.from(bytes)).toString()
}

/** In another thread, which packs one piece while this one makes the next. */
export async function packInPieces(pieces: Iterable<Uint8Array>): Promise<Packed> {
  const plain: Uint8Array[] = []
  const packed: Uint8Array[] = []
  let length = 0
  function* kept(): Generator<Uint8Array> {
    for (const piece of pieces) {
      plain.push(piece)
      length += piece.length
      yield piece
    }
  }
  await pipeline(kept(), createZstdCompress({ ...options, chunkSize }), async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const chunk of chunks) packed.push(chunk)
  })
  return smaller(plain, length, packed)
}

/** For when the value with this hash is saved. */
export function keepPacked(value: object, hash: string, packed: Packed): void {
  ahead.set(value, { hash, packed })
}

/** Nothing where the value has changed since. */
export function takePacked(value: unknown, hash: string): Packed | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found = ahead.get(value)
  if (found === undefined) return undefined
  ahead.delete(value)
  return found.hash === hash ? found.packed : undefined
}

function smaller(plain: readonly Uint8Array[], length: number, packed: readonly Uint8Array[]): Packed {
  const packedLength = packed.reduce((sum, chunk) => sum + chunk.length, 0)
  return packedLength < length * 0.9
    ? { packing: 'zstd', bytes: Buffer.concat(packed, packedLength) }
    : { packing: 'plain', bytes: Buffer.concat(plain, length) }
}
