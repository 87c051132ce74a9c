import { expect, test } from 'vitest'
import { blockBytes, inBlocks } from './in-blocks.ts'

async function* partsOf(content: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let from = 0, index = 0; from < content.length; index++) {
    const size = sizes[index % sizes.length] ?? 1
    yield content.subarray(from, from + size)
    from += size
  }
}

test.each([
  { what: 'a few', bytes: 700, sizes: [512, 100] },
  { what: 'none', bytes: 0, sizes: [1] },
  { what: 'exactly two blocks', bytes: 2 * blockBytes, sizes: [blockBytes / 2] },
  { what: 'more than two blocks in a part', bytes: 5 * blockBytes + 7, sizes: [512, 2.5 * blockBytes] },
])('keeps every byte of $what, in parts of one size and the rest', async ({ bytes, sizes }) => {
  const content = Buffer.alloc(bytes, 'all of it, and in order; ')
  const blocks: Uint8Array<ArrayBuffer>[] = []
  for await (const block of inBlocks(partsOf(content, sizes))) blocks.push(block)
  expect(Buffer.concat(blocks).equals(content)).toBe(true)
  expect(blocks.slice(0, -1).every(({ length }) => length === blockBytes)).toBe(true)
  // Handing one over takes all of its memory along.
  expect(blocks.every((block) => block.buffer.byteLength === block.length)).toBe(true)
})
