import { expect, test } from 'vitest'
import { momentLine, parseMoments } from './moments.ts'

const moments = [
  { at: 1_700_000_000_123, segment: 1, bytes: 4152 },
  { at: 1_700_000_000_456, segment: 12, bytes: 268_435_456 },
]
const text = moments.map(momentLine).join('')

test('moments are read as they were written', () => {
  expect(text).toBe('2023-11-14T22:13:20.123Z 1 4152\n2023-11-14T22:13:20.456Z 12 268435456\n')
  expect(parseMoments(text)).toEqual(moments)
  expect(parseMoments('')).toEqual([])
})

test('a torn last line is left out, however much of it there is', () => {
  const [first = ''] = text.split('\n')
  for (let length = first.length + 1; length < text.length; length++)
    expect(parseMoments(text.slice(0, length))).toEqual(moments.slice(0, 1))
})

test('any other line that cannot be read is named', () => {
  expect(() => parseMoments(`nonsense\n${text}`)).toThrow(/Line 1 .*nonsense/)
  expect(() => parseMoments(`${text}2023-11-14T22:13:20.123Z 1\n`)).toThrow(/Line 3/)
  expect(() => parseMoments('2023-99-14T22:13:20.123Z 1 32\n')).toThrow(/Line 1/)
})
