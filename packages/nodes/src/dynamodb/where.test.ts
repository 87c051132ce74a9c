import { expect, test } from 'vitest'
import { createBindings } from './bindings.ts'
import { whereExpression, whereSchema } from './where.ts'

function built(written: unknown, types = {}) {
  const bindings = createBindings()
  return { expression: whereExpression(whereSchema.parse(written), bindings, types), ...bindings.request() }
}

test('names and values are bound, whatever they hold', () => {
  const name = 'a = :v OR attribute_exists(b) #'
  expect(built({ path: name, is: 'equals', value: '#n0 OR 1' })).toEqual({
    expression: '#n0 = :v0',
    ExpressionAttributeNames: { '#n0': name },
    ExpressionAttributeValues: { ':v0': { S: '#n0 OR 1' } },
  })
})

test('paths go into maps and lists; a name is bound once', () => {
  const written = [
    { path: 'lines.0.sku', is: 'exists' },
    { path: 'sku.lines', is: 'between', value: [1, 2] },
  ]
  expect(built(written)).toEqual({
    expression: '(attribute_exists(#n0[0].#n1) AND #n1.#n0 BETWEEN :v0 AND :v1)',
    ExpressionAttributeNames: { '#n0': 'lines', '#n1': 'sku' },
    ExpressionAttributeValues: { ':v0': { N: '1' }, ':v1': { N: '2' } },
  })
})

test('groups keep together what belongs together', () => {
  const written = {
    any: [
      { path: 'a', is: 'exists' },
      {
        not: [
          { path: 'b', is: 'not-exists' },
          { path: 'c', is: 'exists' },
        ],
      },
    ],
  }
  expect(built(written).expression).toBe('(attribute_exists(#n0) OR (NOT (attribute_not_exists(#n1) AND attribute_exists(#n2))))')
})

test('of a set, a member is compared', () => {
  const types = { primes: 'number-set' }
  expect(built({ path: 'primes', is: 'contains', value: '2' }, types)).toMatchObject({ ExpressionAttributeValues: { ':v0': { N: '2' } } })
  expect(built({ path: 'primes', is: 'equals', value: [2] }, types)).toMatchObject({ ExpressionAttributeValues: { ':v0': { NS: ['2'] } } })
  expect(built({ path: 'primes', is: 'is-type', value: 'number-set' }, types)).toMatchObject({
    ExpressionAttributeValues: { ':v0': { S: 'NS' } },
  })
})

test.each([
  {},
  { path: 'a' },
  { is: 'exists' },
  { path: 'a', is: 'matches', value: 'x' },
  { path: 'a', is: 'exists', value: 1 },
  { path: 'a', is: 'equals' },
  { path: 'a', is: 'between', value: [1] },
  { path: 'a', is: 'in', value: [] },
  { path: 'a', is: 'in', value: Array.from({ length: 101 }, () => 1) },
  { path: 'a', is: 'is-type', value: 'toString' },
  { path: '__proto__.x', is: 'exists' },
  { path: 'a', is: 'exists', all: [{ path: 'b', is: 'exists' }] },
  { all: [{ path: 'b', is: 'exists' }], any: [{ path: 'b', is: 'exists' }] },
  { all: [] },
  [],
])('refuses %j', (written) => {
  expect(whereSchema.safeParse(written).success).toBe(false)
})
