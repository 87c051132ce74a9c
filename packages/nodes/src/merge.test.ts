import type { Json } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { merge } from './merge.ts'

const outputOf = async (params: Record<string, Json>, arrivals: Record<string, Json>) => {
  const result = await testNode(merge, { with: params, arrivals })
  return result.type === 'done' ? result.output : undefined
}

test.each<[string, Record<string, Json>, Json]>([
  ['map', { a: 1, b: [2] }, { a: 1, b: [2] }],
  ['map', { a: 1 }, { a: 1 }],
  ['list', { a: 1, b: null }, [1, null]],
  ['first', { a: 'faster', b: 'slower' }, 'faster'],
  ['object', { a: { x: 1, y: 1 }, b: { y: 2 } }, { x: 1, y: 2 }],
  ['by-position', { a: [{ x: 1 }, { x: 2 }], b: [{ y: 1 }] }, [{ x: 1, y: 1 }, { x: 2 }]],
])('combine: %s', async (combine, arrivals, output) => {
  expect(await outputOf({ combine }, arrivals)).toEqual(output)
})

const people = {
  left: [
    { id: 1, name: 'Ann' },
    { id: 2, name: 'Bob' },
  ],
  right: [
    { id: 2, age: 40 },
    { id: '2', age: 9 },
    { id: 3, age: 7 },
  ],
}

test.each<[string, Json]>([
  [
    'all',
    [
      { id: 1, name: 'Ann' },
      { id: 2, name: 'Bob', age: 40 },
      { id: '2', age: 9 },
      { id: 3, age: 7 },
    ],
  ],
  ['common', [{ id: 2, name: 'Bob', age: 40 }]],
  [
    'first',
    [
      { id: 1, name: 'Ann' },
      { id: 2, name: 'Bob', age: 40 },
    ],
  ],
])('by key, keeping %s', async (keep, output) => {
  expect(await outputOf({ combine: 'by-key', key: 'id', keep }, people)).toEqual(output)
})

test('each item meets each partner, and items without the key meet none', async () => {
  const params = { combine: 'by-key', key: 'ref.id' }
  const arrivals = {
    a: [{ ref: { id: 1 }, a: 1 }, { ref: { id: 1 }, a: 2 }, { a: 3 }],
    b: [{ ref: { id: 1 }, b: 1 }, { ref: { id: null }, b: 2 }, { b: 3 }],
    c: [{ ref: { id: 1 }, c: 1 }],
  }
  expect(await outputOf(params, arrivals)).toEqual([
    { ref: { id: 1 }, a: 1, b: 1, c: 1 },
    { ref: { id: 1 }, a: 2, b: 1, c: 1 },
    { a: 3 },
    { ref: { id: null }, b: 2 },
    { b: 3 },
  ])
  expect(await outputOf({ ...params, keep: 'common' }, arrivals)).toHaveLength(2)
  expect(await outputOf(params, { only: arrivals.a })).toEqual(arrivals.a)
  expect(await outputOf(params, {})).toEqual([])
})

test('lists that would multiply without end are refused', async () => {
  const same = Array.from({ length: 1001 }, () => ({ id: 1 }))
  await expect(outputOf({ combine: 'by-key', key: 'id' }, { a: same, b: same })).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test.each<[string, Record<string, Json>, string]>([
  ['object', { a: 1 }, '"a"'],
  ['by-position', { a: [], b: {} }, '"b"'],
  ['by-position', { a: [{}, 7] }, 'item 1 (counted from 0)'],
])('combine: %s says what does not fit', async (combine, arrivals, part) => {
  await expect(outputOf({ combine }, arrivals)).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining(part) })
})

test('a key is needed by by-key, and by nothing else', () => {
  expect(merge.checkParams({ combine: 'by-key' })).toMatchObject([{ path: ['key'] }])
  expect(merge.checkParams({ combine: 'list', key: 'id' })).toMatchObject([{ path: ['key'] }])
  expect(merge.checkParams({ combine: 'list', keep: 'all' })).toMatchObject([{ path: ['keep'] }])
})

test('a key named __proto__ is data', async () => {
  const output = await outputOf({ combine: 'object' }, { a: JSON.parse('{"__proto__":{"polluted":1}}') as Json })
  expect(Object.keys(output as object)).toEqual(['__proto__'])
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})
