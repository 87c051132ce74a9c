import { expect, test } from 'vitest'
import { tryScope } from './try.ts'

test('takes no parameters', () => {
  expect(tryScope.checkParams({})).toEqual([])
  expect(tryScope.checkParams({ catch: {} })).toEqual([{ path: ['catch'], message: 'is not a known parameter.', knownKeys: [] }])
})

test('leaves by success', () => {
  expect(tryScope.ports({})).toEqual(['success'])
})
