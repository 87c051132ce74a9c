import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldSame, lineRows } from './line-rows.ts'

test('two texts stand line by line beside each other, each with its numbers and what differs within a line', () => {
  const rows = lineRows('a\nurl: one\nc\ngone\n', 'a\nurl: two\nc\nd\ne\n')
  expect(rows).toEqual([
    { kind: 'same', left: { number: 1, text: 'a' }, right: { number: 1, text: 'a' } },
    {
      kind: 'changed',
      left: { number: 2, text: 'url: one', differs: [5, 8] },
      right: { number: 2, text: 'url: two', differs: [5, 8] },
    },
    { kind: 'same', left: { number: 3, text: 'c' }, right: { number: 3, text: 'c' } },
    { kind: 'changed', left: { number: 4, text: 'gone', differs: [0, 4] }, right: { number: 4, text: 'd', differs: [0, 1] } },
    { kind: 'added', right: { number: 5, text: 'e' } },
  ])
})

test('an empty text has no lines, and a last line without an end is a line', () => {
  expect(lineRows('', '')).toEqual([])
  expect(lineRows('', 'a')).toEqual([{ kind: 'added', right: { number: 1, text: 'a' } }])
  expect(lineRows('a', 'a\n')).toEqual([{ kind: 'same', left: { number: 1, text: 'a' }, right: { number: 1, text: 'a' } }])
})

test('each side of the rows is the whole text of that side', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.map((line) => `${line}\n`).join(''))
  fc.assert(
    fc.property(text, text, (left, right) => {
      const rows = lineRows(left, right)
      expect(rows.flatMap((row) => (row.left ? [`${row.left.text}\n`] : [])).join('')).toBe(left)
      expect(rows.flatMap((row) => (row.right ? [`${row.right.text}\n`] : [])).join('')).toBe(right)
      expect(foldSame(rows).flatMap((stretch) => stretch.rows)).toEqual(rows)
    }),
  )
})

test('what is far from any difference is folded, three lines around each are shown', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}\n`)
  const rows = lineRows(lines.join(''), lines.with(10, 'other\n').join(''))
  expect(foldSame(rows).map(({ kind, rows }) => [kind, rows.length])).toEqual([
    ['folded', 7],
    ['shown', 7],
    ['folded', 6],
  ])
  expect(foldSame(lineRows('a\nb\n', 'a\nb\n')).map(({ kind }) => kind)).toEqual(['folded'])
})
