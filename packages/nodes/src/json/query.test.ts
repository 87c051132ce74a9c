import type { Json } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import fc from 'fast-check'
import jmespath from 'jmespath'
import { expect, test } from 'vitest'
import { createBudget, QueryError } from './query/budget.ts'
import { queryJmesPath } from './query/jmes-path.ts'
import { jsonQuery } from './query.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

async function query(language: 'jsonpath' | 'jmespath', text: string, value: Json, more = {}): Promise<Json> {
  const result = await testNode(jsonQuery, { with: { language, query: text, ...more }, input: value })
  return result.type === 'done' ? result.output : null
}

const shop = {
  orders: [
    { id: 1, total: 50, tags: ['a'], by: { name: 'Ann' } },
    { id: 2, total: 150, tags: ['a', 'b'], by: { name: 'Bob' } },
    { id: 3, total: 101, tags: [], by: { name: 'Cid' } },
  ],
}

test.each<[string, Json]>([
  ['$.orders[?(@.total>100)].id', [2, 3]],
  ['$..name', ['Ann', 'Bob', 'Cid']],
  ['$.orders[-1].id', [3]],
  ['$.orders[0:2].id', [1, 2]],
  ['$.orders[?count(@.tags[*]) == 2].id', [2]],
  ["$.orders[?match(@.by.name, 'B.b')].id", [2]],
  ["$.orders[?search(@.by.name, 'n{2}')].id", [1]],
  ['$.orders[?@.by == $.orders[1].by].id', [2]],
  ['$.none', []],
  ['$.constructor', []],
  ["$['__proto__']", []],
])('JSONPath %s', async (text, expected) => {
  expect(await query('jsonpath', text, shop)).toEqual(expected)
})

test('JSONPath gives the first, or the paths', async () => {
  expect(await query('jsonpath', '$..id', shop, { result: 'first' })).toBe(1)
  expect(await query('jsonpath', '$.none', shop, { result: 'first' })).toBe(null)
  expect(await query('jsonpath', '$.orders[1:].id', shop, { result: 'paths' })).toEqual(["$['orders'][1]['id']", "$['orders'][2]['id']"])
})

test.each<[string, Json]>([
  ['orders[?total > `100`].id', [2, 3]],
  ['orders[].tags[]', ['a', 'a', 'b']],
  ['orders[-1].by.name', 'Cid'],
  ['orders[::-1].id', [3, 2, 1]],
  [
    'sort_by(orders, &total)[*].{id: id, n: length(tags)}',
    [
      { id: 1, n: 1 },
      { id: 3, n: 0 },
      { id: 2, n: 2 },
    ],
  ],
  ['max_by(orders, &total).id', 2],
  ['sum(orders[*].total)', 301],
  ['orders[?contains(tags, `"b"`)] | [0].by.*', ['Bob']],
  ['map(&by.name, orders)', ['Ann', 'Bob', 'Cid']],
  ['not_null(none, orders[0].id)', 1],
  ['constructor', null],
  ['"__proto__"', null],
  ['orders[0].by.toString', null],
])('JMESPath %s', async (text, expected) => {
  expect(await query('jmespath', text, shop)).toEqual(expected)
})

test('keys that every object has are data where they are data', async () => {
  const value = JSON.parse('{"__proto__": {"constructor": 7}}')
  expect(await query('jsonpath', "$['__proto__'].constructor", value)).toEqual([7])
  expect(await query('jmespath', '"__proto__".constructor', value)).toBe(7)
  expect(JSON.stringify(await query('jmespath', '{"__proto__": `1`}', value))).toBe('{"__proto__":1}')
})

test.each<['jsonpath' | 'jmespath', string]>([
  ['jsonpath', '$.['],
  ['jsonpath', '$[?nope(@)]'],
  ['jmespath', 'orders[?'],
])('a query that cannot be read is a mistake: %s %s', async (language, text) => {
  expect(jsonQuery.checkParams({ language, query: text })).toMatchObject([{ path: ['query'] }])
  await expect(query(language, text, shop)).rejects.toMatchObject({ code: 'BAD_QUERY' })
})

test('a query that cannot be used on the value says so', async () => {
  await expect(query('jmespath', 'sum(orders)', shop)).rejects.toMatchObject({ code: 'BAD_QUERY' })
  await expect(query('jsonpath', "$.orders[?match(@.by.name, '(?=A)')]", shop)).rejects.toMatchObject({ code: 'BAD_QUERY' })
})

const list = Array.from({ length: 3_000 }, (_, i) => ({ i, text: `${'a'.repeat(50)}!` }))

test.each<['jsonpath' | 'jmespath', string, Json]>([
  ['jsonpath', '$[?count($[*]) > 0]', list],
  ['jsonpath', '$[?$ == $]', list],
  ['jsonpath', '$..[?count($..*) > 0]', list],
  ['jmespath', `${'[@,@]|'.repeat(60)}@`, list],
  ['jmespath', `${'[@,@][]|'.repeat(60)}@`, list],
  ['jmespath', `${"join('',[@,@])|".repeat(60)}@`, 'a'],
  ['jmespath', `${'to_string([@,@])|'.repeat(60)}@`, 'a'],
])('a query that would take for ever ends: %s %.40s', async (language, text, value) => {
  await expect(query(language, text, value)).rejects.toMatchObject({ code: 'TOO_COSTLY' })
})

test('a pattern that would stall a backtracking engine does not', async () => {
  expect(await query('jsonpath', "$[?match(@.text, '(a+)+')].i", list)).toEqual([])
})

test('JMESPath agrees with the library that parses it', () => {
  const field = fc.constantFrom('a', 'b', 'c')
  const value: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>(null, 1, 2, 'x', true),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(field, tie('json')),
    ),
  })).json
  const suffix = fc.constantFrom(
    '.a',
    '.b',
    '[0]',
    '[-1]',
    '[*]',
    '[]',
    '.*',
    '[1:]',
    '[::-1]',
    '[?a]',
    '[?a == b]',
    '[?a > `1`]',
    ' | [0]',
    '.[a, b]',
    '.{x: a, y: @}',
    ' || b',
    ' && c',
    '.type(@)',
    '.to_array(@)',
  )
  const text = fc.tuple(field, fc.array(suffix, { maxLength: 4 })).map(([first, rest]) => [first, ...rest].join(''))
  fc.assert(
    fc.property(text, value, (asked, data) => {
      const plain = JSON.parse(JSON.stringify(data)) as Json
      expect(ours(asked, plain), asked).toEqual(theirs(asked, plain))
    }),
    { numRuns: Math.ceil(10_000 * scale) },
  )
})

function ours(asked: string, data: Json): unknown {
  try {
    return queryJmesPath(asked, data, createBudget())
  } catch (error) {
    if (error instanceof QueryError) return 'refused'
    throw error
  }
}

function theirs(asked: string, data: Json): unknown {
  try {
    return JSON.parse(JSON.stringify(jmespath.search(data, asked)))
  } catch {
    // The library throws plain errors for all it refuses.
    return 'refused'
  }
}
