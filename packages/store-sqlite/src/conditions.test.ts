import { expect, test } from 'vitest'
import { createConditions } from './conditions.ts'

test('conditions whose values are given stand one after the other, each with its values', () => {
  const { where, sql, values } = createConditions()
  where('account = ?', 'default')
  where('status = ?', undefined)
  where('(at, id) < (?, ?)', 5, undefined)
  where('(at, id) >= (?, ?)', 0, '')
  where('ended_at IS NULL')
  expect(sql()).toBe('account = ? AND (at, id) >= (?, ?) AND ended_at IS NULL')
  expect(values).toEqual(['default', 0, ''])
})
