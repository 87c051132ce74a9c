import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { transform } from './transform.ts'

async function after(items: readonly Json[], ...steps: readonly JsonObject[]): Promise<Json> {
  const result = await testNode(transform, { with: { items, steps } })
  return result.type === 'done' ? result.output : null
}

const people = [
  { name: 'Zoë', age: 30, home: { city: 'Ulm', zip: '1' } },
  { name: 'Ann', age: null, home: { city: 'Bonn', zip: '2' } },
  { name: 'Bob', age: 4, home: { city: 'Ulm', zip: '3' } },
  { name: 'Cid', home: { city: 'Bonn', zip: '2' } },
]

test('without steps, what came in goes out', async () => {
  expect(await testNode(transform, { with: { steps: [] }, input: [1, 2] })).toEqual({ type: 'done', output: [1, 2] })
})

test('steps work one after the other', async () => {
  expect(await after(people, { sort: 'name' }, { offset: 1 }, { limit: 2 }, { pick: 'name' })).toEqual([{ name: 'Bob' }, { name: 'Cid' }])
})

test('pick keeps fields where they were, and makes none', async () => {
  expect(await after(people.slice(0, 1), { pick: ['name', 'home.city', 'home.street', 'name.length'] })).toEqual([
    { name: 'Zoë', home: { city: 'Ulm' } },
  ])
})

test('omit leaves fields out, also inside maps', async () => {
  expect(await after(people.slice(0, 1), { omit: ['age', 'home.zip', 'no.such'] })).toEqual([{ name: 'Zoë', home: { city: 'Ulm' } }])
})

test('rename moves fields, may swap them, and passes over what is missing', async () => {
  expect(await after([{ a: 1, b: 2 }], { rename: { a: 'b', b: 'a', c: 'd' } })).toEqual([{ a: 2, b: 1 }])
  expect(await after([{ a: { b: 1, c: 2 } }], { rename: { 'a.b': 'x.y' } })).toEqual([{ a: { c: 2 }, x: { y: 1 } }])
})

test('sort keeps the order of equals, and puts what is missing last in either direction', async () => {
  const names = async (sort: Json) => ((await after(people, { sort })) as JsonObject[]).map(({ name }) => name)
  expect(await names('age')).toEqual(['Bob', 'Zoë', 'Ann', 'Cid'])
  expect(await names({ by: 'age', order: 'desc' })).toEqual(['Zoë', 'Bob', 'Ann', 'Cid'])
  expect(await names(['home.city', { by: 'name', order: 'desc' }])).toEqual(['Cid', 'Ann', 'Zoë', 'Bob'])
})

test('sort orders values of all kinds: numbers, texts, truth values', async () => {
  const items = [true, 'b', 10, 'a', null, 9, false, 'B'].map((x) => ({ x }))
  const sorted = (await after(items, { sort: 'x' })) as JsonObject[]
  expect(sorted.map(({ x }) => x)).toEqual([9, 10, 'B', 'a', 'b', false, true, null])
  expect(await after(items, { aggregate: { fields: { least: { min: 'x' }, most: { max: 'x' } } } })).toEqual([{ least: 9, most: true }])
})

test('unique keeps the first of each', async () => {
  expect(await after(people, { unique: 'home.city' }, { pick: 'name' })).toEqual([{ name: 'Zoë' }, { name: 'Ann' }])
  expect(await after(people, { unique: ['home.city', 'home.zip'] }, { pick: 'name' })).toEqual([
    { name: 'Zoë' },
    { name: 'Ann' },
    { name: 'Bob' },
  ])
  expect(await after([{ a: 1, b: 2 }, { b: 2, a: 1 }, 1, '1', 1], { unique: true })).toEqual([{ a: 1, b: 2 }, 1, '1'])
})

test('group collects the members of each value in the order in which they come', async () => {
  const orders = [{ by: 'b', n: 1 }, { by: 'a', n: 2 }, { by: 'b', n: 3 }, { n: 4 }]
  expect(await after(orders, { group: 'by' }, { limit: 1 })).toEqual([
    {
      by: 'b',
      items: [
        { by: 'b', n: 1 },
        { by: 'b', n: 3 },
      ],
    },
  ])
  expect(await after(orders, { group: { by: ['by', 'n'], as: 'all' } }, { offset: 3 })).toEqual([{ by: null, n: 4, all: [{ n: 4 }] }])
})

test('aggregate adds up per group; null and missing values do not count', async () => {
  const fields = {
    sum: { sum: 'age' },
    avg: { avg: 'age' },
    min: { min: 'age' },
    max: { max: 'age' },
    ages: { count: 'age' },
    people: { count: true },
  }
  expect(await after(people, { aggregate: { by: 'home.city', fields } })).toEqual([
    { home: { city: 'Ulm' }, sum: 34, avg: 17, min: 4, max: 30, ages: 2, people: 2 },
    { home: { city: 'Bonn' }, sum: 0, avg: null, min: null, max: null, ages: 0, people: 2 },
  ])
})

test('aggregate without by gives one item, even for no items', async () => {
  expect(await after([], { aggregate: { fields: { n: { count: true } } } })).toEqual([{ n: 0 }])
  expect(await after([], { aggregate: { by: 'a', fields: { n: { count: true } } } })).toEqual([])
})

test('flatten puts lists one after the other', async () => {
  expect(await after([[1, 2], [], [[3]]], { flatten: true })).toEqual([1, 2, [3]])
  expect(await after([{ lines: [1] }, {}, { lines: [2, 3] }], { flatten: 'lines' })).toEqual([1, 2, 3])
})

test.each([
  [{ pick: 'a' }, [1], 'pick failed: item 0 (counted from 0) is not a map.'],
  [{ omit: 'a' }, [{}, null], 'omit failed: item 1'],
  [{ flatten: true }, [[], 'x'], 'flatten failed: item 1 (counted from 0) is not a list.'],
  [{ flatten: 'a' }, [{ a: 3 }], 'has a a that is not a list'],
  [{ aggregate: { fields: { x: { sum: 'a' } } } }, [{ a: 1 }, { a: '2' }], 'item 1 (counted from 0) has a a that is not a number'],
])('%j cannot work on %j and says which item is to blame', async (step, items, message) => {
  await expect(after(items, step)).rejects.toMatchObject({
    name: 'FatalError',
    code: 'BAD_INPUT',
    message: expect.stringContaining(message),
  })
})

test('an input that is no list needs items', async () => {
  await expect(testNode(transform, { with: { steps: [] }, input: { lines: [] } })).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test.each([
  [{}, 'steps.0'],
  [{ pick: 'a', omit: 'b' }, 'steps.0'],
  [{ filter: 'a' }, 'steps.0.filter'],
  [{ pick: 'a..b' }, 'steps.0.pick'],
  [{ pick: [] }, 'steps.0.pick'],
  [{ rename: { a: '__proto__' } }, 'steps.0.rename.a'],
  [{ sort: { by: 'a', order: 'up' } }, 'steps.0.sort.order'],
  [{ aggregate: { fields: { x: { sum: 'a', avg: 'a' } } } }, 'steps.0.aggregate.fields.x'],
  [{ limit: -1 }, 'steps.0.limit'],
])('the step %j is a mistake', (step, place) => {
  expect(transform.checkParams({ steps: [step] }).map(({ path }) => path.join('.'))).toContain(place)
})

test('fields that every object inherits are not fields', async () => {
  expect(await after([{ a: 1 }], { pick: ['constructor', 'toString'] })).toEqual([{}])
  expect(await after([{ a: 1 }], { rename: { constructor: 'c' } })).toEqual([{ a: 1 }])
})
