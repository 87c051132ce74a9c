import { expect, test } from 'vitest'
import { parseSize } from './size.ts'

test.each([
  ['1000', 1_000],
  ['250MB', 250_000_000],
  ['1.5 GiB', 1_610_612_736],
  [' 2kb ', 2_000],
  ['1TiB', 1_099_511_627_776],
])('%s is a size', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

test.each(['', '0', '-1', 'much', '1 XB', '1e3', '0.5', '99999999TB', '1MBB', 'none'])('"%s" is none', (text) => {
  expect(parseSize(text)).toBeUndefined()
})
