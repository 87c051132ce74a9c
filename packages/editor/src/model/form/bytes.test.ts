import { expect, test } from 'vitest'
import { bytesOf, readSimpleSize, writeSimpleSize } from './bytes.ts'

test.each([
  [10_485_760, '10MiB', 10_485_760],
  [1500, '1500B', 1500],
  ['50MB', '50MB', 50_000_000],
  ['1.5 GiB', '1.5GiB', 1_610_612_736],
])('%s is %s, %d bytes', (value, text, bytes) => {
  const size = readSimpleSize(value)
  expect(size && writeSimpleSize(size)).toBe(text)
  expect(size && bytesOf(size)).toBe(bytes)
})

test('what has no single unit is left to be written out', () => {
  expect(readSimpleSize('{{ vars.most }}')).toBeUndefined()
  expect(readSimpleSize('10 parsecs')).toBeUndefined()
})
