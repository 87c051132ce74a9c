import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineReader, createListReader, type ItemReader } from './create-item-reader.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

function itemsOf(reader: ItemReader, pieces: readonly string[]) {
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()]
}

test.each([
  ['a list', createListReader, (items: readonly object[]) => JSON.stringify(items, null, 1)],
  ['lines', createLineReader, (items: readonly object[]) => items.map((item) => JSON.stringify(item)).join('\n')],
])('%s gives its objects, in whatever pieces it comes', (_, create, write) => {
  // V8 13.6 itself takes the key \" for a key \\ that an object of the same shape had before: JSON.parse tells them apart no more.
  const key = fc.string({ maxLength: 3 }).filter((text) => !text.includes('\\'))
  const item = fc.dictionary(key, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 })
  fc.assert(
    fc.property(fc.array(item, { maxLength: 4 }), fc.integer({ min: 1, max: 9 }), (written, size) => {
      const pieces = write(written).match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
      const read = itemsOf(create(), pieces)
      expect(read.map(({ text }) => JSON.stringify(JSON.parse(text)))).toEqual(written.map((one) => JSON.stringify(one)))
    }),
    { numRuns: Math.ceil(2_000 * scale) },
  )
})

test('each object is told by the line in which it begins', () => {
  expect(itemsOf(createListReader(), ['[\n{"a":"\\"}"},\n\n{}]']).map(({ line }) => line)).toEqual([2, 4])
  expect(itemsOf(createLineReader(), ['{}\n\n{}']).map(({ line }) => line)).toEqual([1, 3])
})

test.each(['{"a":1}', '[1]', '[{}', '[{}] 1', ''])('%j is no list of objects', (text) => {
  expect(() => itemsOf(createListReader(), [text])).toThrow()
})
