import { expect, test } from 'vitest'
import { error } from './error.ts'

test('takes no parameters', () => {
  expect(error.checkParams({})).toEqual([])
  expect(error.checkParams({ workflow: 'x' })).toMatchObject([{ path: ['workflow'], knownKeys: [] }])
})
