import { expect, test } from 'vitest'
import { invalidCell } from './cell.ts'

test('that a text cannot hold the character U+0000 is said of a text alone', () => {
  const column = { name: 'amount', type: 'string' } as const
  expect(invalidCell(column, 4200).message).toBe('"amount" takes text, not 4200.')
  expect(invalidCell(column, 'a\u0000b').message).toContain('U+0000')
})
