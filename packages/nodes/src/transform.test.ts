import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { transform } from './transform.ts'

async function after(items: Json, ...steps: readonly JsonObject[]): Promise<Json> {
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
  [{ pick: 'a' }, [1], 'Step 1 (pick) failed: item 0 (counted from 0) is not a map.'],
  [{ omit: 'a' }, [{}, null], 'Step 1 (omit) failed: item 1'],
  [{ flatten: true }, [[], 'x'], 'Step 1 (flatten) failed: item 1 (counted from 0) is not a list.'],
  [{ flatten: 'a' }, [{ a: 3 }], 'has a a that is not a list'],
  [{ aggregate: { fields: { x: { sum: 'a' } } } }, [{ a: 1 }, { a: '2' }], 'item 1 (counted from 0) has a a that is not a number'],
])('%j cannot work on %j and says which item is to blame', async (step, items, message) => {
  await expect(after(items, step)).rejects.toMatchObject({
    name: 'FatalError',
    code: 'BAD_INPUT',
    message: expect.stringContaining(message),
  })
})

test('a step for lists refuses what is none', async () => {
  await expect(testNode(transform, { with: { steps: [{ limit: 1 }] }, input: { lines: [] } })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    details: { step: 1, operation: 'limit', reason: 'what came is not a list' },
  })
})

test('filter keeps the items for which a condition holds', async () => {
  const condition = {
    any: [
      { path: 'age', is: 'greater-than', value: 20 },
      { path: 'home.zip', is: 'equals', value: '3' },
    ],
  }
  expect(await after(people, { filter: condition }, { pick: 'name' })).toEqual([{ name: 'Zoë' }, { name: 'Bob' }])
  await expect(after([{ a: 1 }, { a: 'x' }], { filter: { path: 'a', is: 'greater-than', value: 0 } })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    details: { step: 1, operation: 'filter', item: 1 },
  })
})

test('map makes new maps of paths, defaults and values', async () => {
  const fields = { who: 'name', town: 'home.city', zip: { from: 'home.zip' }, size: { from: 'size', default: 'M' }, 'a.b': { value: [1] } }
  expect(await after(people.slice(0, 1), { map: fields })).toEqual([{ who: 'Zoë', town: 'Ulm', zip: '1', size: 'M', a: { b: [1] } }])
  expect(await after([{ a: 1 }], { map: { b: 'no.such' } })).toEqual([{ b: null }])
  await expect(after([{ a: {} }], { map: { b: { from: 'a.b.c' } } })).rejects.toThrow(
    'item 0 (counted from 0) has no a.b, and no default is given',
  )
})

test('a map alone is changed as an item would be', async () => {
  const user = { firstName: 'Ada', password: 'x' }
  expect(await after(user, { rename: { firstName: 'first_name' } }, { omit: 'password' }, { set: { 'is.new': true } })).toEqual({
    first_name: 'Ada',
    is: { new: true },
  })
})

test('merge lays maps over each other, also all items', async () => {
  expect(await after({ a: { b: 1, c: [1] } }, { merge: { a: { c: [], d: 3 }, e: null } })).toEqual({ a: { b: 1, c: [], d: 3 }, e: null })
  expect(await after([{ a: { b: 1 } }, { a: { c: 2 } }, { b: 0 }], { merge: true })).toEqual({ a: { b: 1, c: 2 }, b: 0 })
})

test.each([
  ['number', ' 12.5e1 ', 125],
  ['number', true, 1],
  ['integer', '-7', -7],
  ['text', 12, '12'],
  ['text', { a: 1 }, '{"a":1}'],
  ['boolean', 'Yes', true],
  ['boolean', 0, false],
  ['date', '2026-03-29T03:00:00+02:00', '2026-03-29T01:00:00.000Z'],
  ['date', 0, '1970-01-01T00:00:00.000Z'],
  ['json', '[1]', [1]],
  ['json-text', [1], '[1]'],
  ['list', 'a', ['a']],
  ['list', ['a'], ['a']],
])('convert to %s makes %j to %j, in a field and as a whole', async (kind, from, to) => {
  expect(await after([{ a: { b: from } }], { convert: { 'a.b': kind } })).toEqual([{ a: { b: to } }])
  expect(await after(from as Json, { convert: kind })).toEqual(to)
})

test.each([
  ['number', '1,5'],
  ['number', ''],
  ['number', '0x10'],
  ['number', '1e999'],
  ['integer', '1.5'],
  ['integer', '9007199254740993'],
  ['boolean', 'maybe'],
  ['boolean', []],
  ['date', 'next tuesday'],
  ['date', '01/02/2026'],
  ['date', '2026-02-30'],
  ['json', '{'],
  ['json', 1],
])('convert to %s refuses %j, or takes the default', async (kind, from) => {
  await expect(after([{ a: 1 }, { a: from }], { limit: 2 }, { convert: { a: kind } })).rejects.toMatchObject(
    from === 1
      ? { code: 'BAD_INPUT' }
      : { code: 'BAD_INPUT', details: { step: 2, operation: 'convert', item: kind === 'json' ? 0 : expect.any(Number), path: 'a', kind } },
  )
  expect(await after([{ a: from }], { convert: { a: { to: kind, default: 'none' } } })).toEqual([{ a: 'none' }])
})

test('convert leaves alone what is missing or null', async () => {
  expect(await after([{ a: null }, {}], { convert: { a: 'number' } })).toEqual([{ a: null }, {}])
  expect(await after([{}], { convert: { a: { to: 'number', default: 0 } } })).toEqual([{ a: 0 }])
})

test('reduce gives one map, with every measure', async () => {
  const fields = {
    cities: { distinct: 'home.city' },
    first: { first: 'name' },
    last: { last: 'name' },
    ages: { list: 'age' },
    all: { count: true },
  }
  expect(await after(people, { reduce: fields })).toEqual({ cities: 2, first: 'Zoë', last: 'Cid', ages: [30, 4], all: 4 })
  expect(await after([], { reduce: fields })).toEqual({ cities: 0, first: null, last: null, ages: [], all: 0 })
})

test('extract takes one value out, or says where the path ends', async () => {
  const value = { a: { b: [{ c: 1 }, { c: null }] } }
  expect(await after(value, { extract: 'a.b.0.c' })).toBe(1)
  expect(await after(value, { extract: 'a.b.1.c' })).toBe(null)
  expect(await after(value, { extract: { path: 'a.x', default: 'none' } })).toBe('none')
  await expect(after(value, { extract: 'a.x.y' })).rejects.toThrow('Step 1 (extract) failed: there is no a.x.y: a.x is missing')
  await expect(after(value, { extract: 'a.b.2' })).rejects.toMatchObject({ details: { path: 'a.b.2' } })
  await expect(after(value, { extract: 'constructor' })).rejects.toThrow('there is no constructor')
})

test('join matches by key, inner or left, in a field or laid under', async () => {
  const orders = [{ id: 1, by: 'a' }, { id: 2, by: 'b' }, { id: 3 }]
  const users = [
    { by: 'a', id: 9, name: 'Ann' },
    { by: 'a', name: 'Abe' },
  ]
  expect(await after(orders, { join: { with: users, on: 'by' } })).toEqual([
    { id: 1, by: 'a', name: 'Ann' },
    { id: 1, by: 'a', name: 'Abe' },
  ])
  const left = await after(orders, { join: { with: users.slice(1), on: { left: 'by', right: 'by' }, type: 'left', as: 'user' } })
  expect(left).toEqual([
    { id: 1, by: 'a', user: { by: 'a', name: 'Abe' } },
    { id: 2, by: 'b', user: null },
    { id: 3, user: null },
  ])
})

test('join refuses to multiply without end', async () => {
  const many = Array.from({ length: 2_000 }, () => ({ a: 1 }))
  await expect(after(many, { join: { with: many, on: 'a' } })).rejects.toThrow('more than 1000000 items')
})

test('zip goes as far as both lists', async () => {
  expect(await after([1, 2, 3], { zip: { with: ['a', 'b'] } })).toEqual([
    [1, 'a'],
    [2, 'b'],
  ])
  expect(await after([{ x: 1 }], { zip: { with: ['a'], as: 'y' } })).toEqual([{ x: 1, y: 'a' }])
})

test('sort: true orders the items themselves', async () => {
  expect(await after([3, 1, 2], { sort: { by: true, order: 'desc' } })).toEqual([3, 2, 1])
})

test('keys that belong to every object are data', async () => {
  const odd = JSON.parse('[{"__proto__":{"x":1},"constructor":2}]') as Json
  const steps = [{ merge: JSON.parse('{"__proto__":{"y":2}}') }, { rename: { constructor: 'c' } }, { set: { toString: 1 } }]
  expect(JSON.stringify(await after(odd, ...steps))).toBe('[{"__proto__":{"x":1,"y":2},"c":2,"toString":1}]')
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

test.each([
  [{}, 'steps.0'],
  [{ pick: 'a', omit: 'b' }, 'steps.0'],
  [{ filtr: 'a' }, 'steps.0.filtr'],
  [{ filter: { path: 'a', is: 'nearly', value: 1 } }, 'steps.0.filter.is'],
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
