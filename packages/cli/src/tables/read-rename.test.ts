import { expect, test } from 'vitest'
import { readRename } from './read-rename.ts'

test('a field may have a = in its name, a column may not', () => {
  expect(readRename([])).toEqual({})
  expect(readRename(['id=number', 'a=b=c'])).toEqual({ id: 'number', 'a=b': 'c' })
})

test.each(['id', '=number', 'id='])('%j names no field and column', (text) => {
  expect(() => readRename([text])).toThrow(expect.objectContaining({ exitCode: 2, message: expect.stringContaining('--rename') }))
})
