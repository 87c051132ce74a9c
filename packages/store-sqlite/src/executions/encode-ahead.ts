import { webcrypto } from 'node:crypto'
import { type ExecutionWrite, encodeJson, isSurelyLarge, type KnownValues, largeObjects, StoreError } from '@millrace/store'
import { packAhead } from './pack-value.ts'

/** Smaller ones are hashed and packed sooner than another thread is asked to. */
const aheadBytes = 512 * 1024

/** Whether a batch has values that would hold up everybody else if they were all written, hashed and packed in one go. */
export function needsTime(batch: readonly ExecutionWrite[]): boolean {
  return batch.some((write) => 'events' in write && write.events.length > 0 && isSurelyLarge(write.events, aheadBytes))
}

/**
 * Writes the text of one large value after the other, each in a turn of the event loop of its own, and has it hashed and packed in another
 * thread meanwhile. 10 MB cost this thread 12-25 ms for the text, and another one as much for the hash and the packing.
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
  const text = textOf(value)
  if (text === undefined) return
  const [digest] = await Promise.all([webcrypto.subtle.digest('SHA-256', text), nextTurn()])
  const hash = Buffer.from(digest).toString('hex')
  await packAhead(value, hash, text)
  known.set(value, { hash, bytes: text.length })
}

/** Nothing where it cannot be written: that is found again, and told, when the write that holds it is encoded. */
function textOf(value: object): Buffer<ArrayBuffer> | undefined {
  try {
    return Buffer.from(encodeJson(value))
  } catch (error) {
    if (error instanceof StoreError && error.code === 'VALUE_UNWRITABLE') return undefined
    throw error
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
