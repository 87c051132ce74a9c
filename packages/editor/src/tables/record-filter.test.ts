import { expect, test } from 'vitest'
import { allRecords, nextSort, parseWhere, readAddress, writeAddress } from './record-filter.ts'

test('the address says what is shown, and nothing where all is', () => {
  const filter = { search: 'ada', where: '{"age":3}', sort: ['-age', 'name'], record: 'new' }
  expect(readAddress(writeAddress(filter))).toEqual(filter)
  expect(writeAddress(allRecords).toString()).toBe('')
})

test('a condition that cannot be read asks for nothing', () => {
  expect(parseWhere('{"age":')).toBeUndefined()
  expect(parseWhere('[1]')).toBeUndefined()
  expect(parseWhere('{"age":3}')).toEqual({ age: 3 })
})

test('a column is sorted up, then down, then not at all', () => {
  expect(nextSort([], 'age', false)).toEqual(['age'])
  expect(nextSort(['age'], 'age', false)).toEqual(['-age'])
  expect(nextSort(['-age'], 'age', false)).toEqual([])
  expect(nextSort(['name'], 'age', false)).toEqual(['age'])
  expect(nextSort(['name', 'age'], 'age', true)).toEqual(['name', '-age'])
})
