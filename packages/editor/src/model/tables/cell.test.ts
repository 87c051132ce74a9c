import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellText, copyText, editText } from './cell-text.ts'
import { columnTypes } from './column.ts'
import { readCell } from './read-cell.ts'

test('what is typed into a cell becomes a value of its column', () => {
  expect(readCell({ type: 'string' }, ' a ')).toEqual({ ok: true, value: ' a ' })
  expect(readCell({ type: 'number' }, ' 3.50 ')).toEqual({ ok: true, value: 3.5 })
  expect(readCell({ type: 'boolean' }, 'Yes')).toEqual({ ok: true, value: true })
  expect(readCell({ type: 'date' }, '2027-03-01')).toEqual({ ok: true, value: '2027-03-01T00:00:00.000Z' })
  expect(readCell({ type: 'date' }, '2027-03-01T09:30:00+01:00')).toEqual({ ok: true, value: '2027-03-01T08:30:00.000Z' })
  expect(readCell({ type: 'json' }, '{"a":[1]}')).toEqual({ ok: true, value: { a: [1] } })
  expect(readCell({ type: 'pointer' }, '018F2C5E1A00000000000001')).toEqual({ ok: true, value: '018f2c5e1a00000000000001' })
  expect(readCell({ type: 'geoPoint' }, '48.14, -11.5')).toEqual({ ok: true, value: { latitude: 48.14, longitude: -11.5 } })
})

test.each(columnTypes)('nothing typed makes a cell of type %s empty', (type) => {
  expect(readCell({ type }, '')).toEqual({ ok: true, value: null })
})

test('what does not fit says what would', () => {
  const given = [
    ['number', '3,5'],
    ['number', 'Infinity'],
    ['boolean', 'maybe'],
    ['date', 'tomorrow'],
    ['json', '{a}'],
    ['pointer', 'ada'],
    ['geoPoint', '91, 0'],
    ['file', '{"name":"x"}'],
    ['relation', 'x'],
  ] as const
  for (const [type, text] of given) expect(readCell({ type }, text)).toEqual({ ok: false, mistake: expect.stringMatching(/\w/) })
})

test('a cell that is edited and left as it was is the same value; so is one that is copied', () => {
  const value = fc.oneof(
    fc.tuple(
      fc.constant('number' as const),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    ),
    fc.tuple(fc.constant('boolean' as const), fc.boolean()),
    fc.tuple(fc.constant('string' as const), fc.string({ minLength: 1, unit: 'grapheme' })),
    fc.tuple(
      fc.constant('json' as const),
      fc
        .jsonValue()
        .filter((json) => json !== null)
        .map((json) => JSON.parse(JSON.stringify(json))),
    ),
    fc.tuple(
      fc.constant('date' as const),
      fc.date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((at) => at.toISOString()),
    ),
  )
  fc.assert(
    fc.property(value, ([type, given]) => {
      expect(readCell({ type }, copyText({ type }, given))).toEqual({ ok: true, value: given })
      // Where a clock is set back, one local time stands for two moments.
      if (type !== 'date') expect(readCell({ type }, editText({ type }, given))).toEqual({ ok: true, value: given })
    }),
  )
  expect(readCell({ type: 'date' }, editText({ type: 'date' }, '2027-03-01T09:30:00.250Z'))).toEqual({
    ok: true,
    value: '2027-03-01T09:30:00.250Z',
  })
})

test('a cell shows one short line', () => {
  expect(cellText({ type: 'string' }, 'a\n b')).toBe('a ↵ b')
  expect(cellText({ type: 'string' }, 'x'.repeat(1_000_000))).toHaveLength(301)
  expect(cellText({ type: 'json' }, { a: [1, 'b'] })).toBe('{"a":[1,"b"]}')
  expect(cellText({ type: 'file' }, { fileId: 'f', name: 'a.pdf' })).toBe('a.pdf')
  expect(cellText({ type: 'date' }, '2027-03-01T09:30:00.000Z')).toMatch(/^2027-0[23]-\d\d \d\d:\d\d$/)
  expect(cellText({ type: 'number' }, null)).toBeUndefined()
})
