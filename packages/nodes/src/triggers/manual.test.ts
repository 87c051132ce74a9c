import { expect, test } from 'vitest'
import { manual } from './manual.ts'

test('takes no parameters', () => {
  expect(manual.checkParams({})).toEqual([])
  expect(manual.checkParams({ path: '/x' })).toMatchObject([{ path: ['path'], knownKeys: [] }])
})
