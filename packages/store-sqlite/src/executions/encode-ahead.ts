import { createHash } from 'node:crypto'
import { type ExecutionWrite, isSurelyLarge, type KnownValues, largeObjects, StoreError } from '@millrace/store'
import { jsonInPieces } from './json-in-pieces.ts'
import { keepPacked, packInPieces } from './pack-value.ts'

/** Smaller ones are hashed and packed sooner than another thread is asked to. */
const aheadBytes = 512 * 1024

/** Whether a batch has values that would hold up everybody else if they were all written, hashed and packed in one go. */
export function needsTime(batch: readonly ExecutionWrite[]): boolean {
  return batch.some((write) => 'events' in write && write.events.length > 0 && isSurelyLarge(write.events, aheadBytes))
}

/**
 * Writes the text of one large value after the other, in pieces between which the event loop has turns, and has it packed in another thread
 * meanwhile. 10 MB cost this thread some 15 ms for the text and 7 for the hash, of which a piece is a tenth; another thread would have to be
 * handed a copy to hash, which costs this one as much.
 */
export async function encodeAhead(batch: readonly ExecutionWrite[]): Promise<KnownValues> {
  const known: KnownValues = new Map()
  for (const write of batch) {
    if (!('events' in write)) continue
    for (const value of largeObjects(write.events, aheadBytes)) if (!known.has(value)) await encodeOne(value, known)
  }
  return known
}

async function encodeOne(value: object, known: KnownValues): Promise<void> {
  const digest = createHash('sha256')
  let bytes = 0
  function* pieces(): Generator<Buffer> {
    for (const piece of jsonInPieces(value)) {
      digest.update(piece)
      bytes += piece.length
      yield piece
    }
  }
  try {
    const packed = await packInPieces(pieces())
    const hash = digest.digest('hex')
    keepPacked(value, hash, packed)
    known.set(value, { hash, bytes })
  } catch (error) {
    // It is found again, and told, when the write that holds it is encoded.
    if (!(error instanceof StoreError && error.code === 'VALUE_UNWRITABLE')) throw error
  }
}
