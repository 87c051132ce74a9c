import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineReader, createListReader, type ItemReader } from './create-item-reader.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

function itemsOf(reader: ItemReader, pieces: readonly string[]) {
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()]
}

/** Within a list that is written with an indent of one, each line of an item but its first has one more. */
const indented = (item: object) => JSON.stringify(item, null, 1).replaceAll('\n', '\n ')

test.each([
  ['a list', createListReader, (items: readonly object[]) => JSON.stringify(items, null, 1), indented],
  ['lines', createLineReader, (items: readonly object[]) => items.map((item) => JSON.stringify(item)).join('\n'), JSON.stringify],
])('%s gives its objects as they stand there, in whatever pieces it comes', (_, create, write, writeOne) => {
  const item = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 })
  fc.assert(
    fc.property(fc.array(item, { maxLength: 4 }), fc.integer({ min: 1, max: 9 }), (written, size) => {
      const pieces = write(written).match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
      // Compared as texts: V8 13.6 reads a key \" as \\ where an object of the same shape had that one before (nodejs/node#63785).
      expect(itemsOf(create(), pieces).map(({ text }) => text)).toEqual(written.map((one) => writeOne(one)))
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
