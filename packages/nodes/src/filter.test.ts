import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { filter } from './filter.ts'

test('no items give none, and order is kept', async () => {
  const where = { path: 'n', is: 'at-least', value: 2 }
  expect(await testNode(filter, { with: { items: [], where } })).toMatchObject({ output: [] })
  expect(await testNode(filter, { with: { items: [{ n: 3 }, { n: 1 }, { n: 2 }], where } })).toMatchObject({ output: [{ n: 3 }, { n: 2 }] })
})

test('an item that cannot be judged is named', async () => {
  const items = [{ n: 1 }, { n: 'two' }]
  await expect(testNode(filter, { with: { items, where: { path: 'n', is: 'less-than', value: 9 } } })).rejects.toMatchObject({
    code: 'CONDITION_TYPE',
    message: expect.stringContaining('item 1 (counted from 0)'),
  })
})

test('what is not a list is told by its kind', async () => {
  await expect(testNode(filter, { with: { items: { n: 1 }, where: { is: 'exists' } } })).rejects.toMatchObject({
    code: 'BAD_PARAMS',
    message: expect.stringContaining('items must be a list'),
  })
})

test('a condition that cannot be meant is a mistake where it stands', () => {
  expect(filter.checkParams({ items: '{{ input }}', where: { all: [{ path: 'n', is: 'geater-than', value: 1 }] } })).toEqual([
    { path: ['where', 'all', 0, 'is'], message: 'is not an operator: perhaps "greater-than" is meant.' },
  ])
  expect(filter.checkParams({ items: [], where: { path: 'n', is: '>=', value: 1 } })).toMatchObject([
    { message: expect.stringContaining('"at-least"') },
  ])
  expect(filter.checkParams({ items: [], where: { path: 'n', is: 'greater-than', value: 'many' } })).toEqual([
    { path: ['where', 'value'], message: 'does not fit "greater-than", which takes a number.' },
  ])
})
