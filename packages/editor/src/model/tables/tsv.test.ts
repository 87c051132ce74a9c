import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTsv, toTsv } from './tsv.ts'

test('what is copied is pasted as it was, whatever the cells hold', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', ',', ' ') })
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 4 }), (rows) => {
      expect(parseTsv(toTsv(rows))).toEqual(rows)
    }),
  )
})

test('the clipboard of a spreadsheet ends with a new line, and has those of Windows', () => {
  expect(parseTsv('a\tb\r\n"c\td"\t\r\n')).toEqual([
    ['a', 'b'],
    ['c\td', ''],
  ])
  expect(parseTsv('one text')).toEqual([['one text']])
  expect(parseTsv('5" of "snow"\tx')).toEqual([['5" of "snow"', 'x']])
})
