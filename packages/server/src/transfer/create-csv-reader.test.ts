import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCsvReader } from './create-csv-reader.ts'
import { writeCsvRow } from './write-csv-row.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

function rowsOf(...pieces: readonly string[]) {
  const reader = createCsvReader(',')
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()]
}

test('an empty cell is null, and a quoted one the empty text', () => {
  expect(rowsOf('a,,""\r\n\n,')).toEqual([
    { cells: ['a', null, ''], line: 1 },
    { cells: [null, null], line: 3 },
  ])
})

test('a row is told by the line in which it begins', () => {
  expect(rowsOf('a\n"x\ny"\nb').map(({ line }) => line)).toEqual([1, 2, 4])
})

test('a quote within a cell that is not quoted is text', () => expect(rowsOf('5" pipe,1')[0]?.cells).toEqual(['5" pipe', '1']))

test.each([
  ['a\n"x', 'no end'],
  ['"x"y', 'follows the closing quote'],
])('%j is refused', (text, message) => expect(() => rowsOf(text)).toThrow(message))

test('what is written is read again, in whatever pieces it comes', () => {
  const cell = fc.option(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ä'), maxLength: 4 }))
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { maxLength: 5 })
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (written, size) => {
      const text = written.map((row) => `${writeCsvRow(row)}\r\n`).join('')
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
      expect(rowsOf(...pieces).map(({ cells }) => cells)).toEqual(written)
    }),
    { numRuns: Math.ceil(5_000 * scale) },
  )
})
