/** So much takes the disk and another thread hardly longer than a little, and nobody notices the half millisecond of its hash. */
export const blockBytes = 1024 * 1024

/** The same bytes in parts of one size, each in memory of its own: it can be handed to another thread. */
export async function* inBlocks(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let block = new Uint8Array(blockBytes)
  let filled = 0
  for await (const part of parts) {
    for (let from = 0; from < part.length; ) {
      const piece = part.subarray(from, from + blockBytes - filled)
      block.set(piece, filled)
      from += piece.length
      filled += piece.length
      if (filled < blockBytes) continue
      yield block
      block = new Uint8Array(blockBytes)
      filled = 0
    }
  }
  if (filled > 0) yield block.slice(0, filled)
}
