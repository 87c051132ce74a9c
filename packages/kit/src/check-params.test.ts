import type { Json, JsonObject } from '@millrace/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkParams } from './check-params.ts'
import { jsonValue } from './json-value.ts'

const schema = z
  .strictObject({
    url: z.url(),
    method: z.enum(['GET', 'POST']).default('GET'),
    tries: z.int().min(1).max(5).optional(),
    name: z.string().min(2).optional(),
    headers: z.record(z.string().regex(/^[a-z-]+$/, { error: 'is not a header name' }), z.union([z.string(), z.number()])).default({}),
    tags: z.array(z.string()).max(2).optional(),
    sort: z.union([z.string(), z.strictObject({ by: z.string(), order: z.enum(['asc', 'desc']) })]).optional(),
    auth: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('basic'), user: z.string() }),
        z.strictObject({ type: z.literal('bearer'), token: z.string() }),
      ])
      .optional(),
    range: z
      .strictObject({ from: z.number(), to: z.number() })
      .refine(({ from, to }) => from <= to, { error: 'must not end before it begins' })
      .optional(),
    body: jsonValue().optional(),
  })
  .refine(({ method, body }) => method === 'POST' || body === undefined, { path: ['method'], error: 'takes no body' })

const url = 'https://example.test'
const mistakes = (params: JsonObject) => checkParams(schema, params).map(({ path, message }) => `${path.join('/')}: ${message}`)

test('parameters that fit have no mistakes', () => {
  expect(mistakes({ url, tries: 3, headers: { accept: 'text/plain' }, auth: { type: 'basic', user: 'ann' } })).toEqual([])
})

test('all mistakes come at once, each with its place', () => {
  expect(mistakes({ method: 'FETCH', tries: 9, name: 'x', tags: ['a', 'b', 'c'], headers: { 'A b': 'x' } })).toEqual([
    'url: is required.',
    'method: must be one of "GET", "POST", but is a text of 5 characters.',
    'tries: must be at most 5, but is 9.',
    'name: must have at least 2 characters, but is a text of 1 character.',
    'headers/A b: is not a header name.',
    'tags: must have at most 2 items, but is a list of 3.',
  ])
})

test('an unknown key comes with the keys that are known there', () => {
  expect(checkParams(schema, { url, range: { from: 1, to: 2, till: 3 } })).toEqual([
    { path: ['range', 'till'], message: 'is not a known parameter.', knownKeys: ['from', 'to'] },
  ])
  expect(checkParams(schema, { url, auth: { type: 'bearer', token: 't', tokn: 't' } })[0]?.knownKeys).toEqual(['type', 'user', 'token'])
})

test('of a union, the option that was meant tells what is wrong', () => {
  expect(mistakes({ url, sort: { by: 'name', order: 'up' } })).toEqual([
    'sort/order: must be one of "asc", "desc", but is a text of 2 characters.',
  ])
  expect(mistakes({ url, sort: 3 })).toEqual(['sort: must be a text or a map, but is 3.'])
  expect(mistakes({ url, auth: { type: 'digest' } })).toEqual([
    'auth/type: must be one of "basic", "bearer", but is a text of 6 characters.',
  ])
})

test('a whole expression stands for any value', () => {
  expect(
    mistakes({
      url: '{{ a }}',
      method: '{{ a }}',
      tries: '{{ a }}',
      headers: '{{ a }}',
      tags: ['{{ a }}'],
      sort: { by: 'x', order: '{{ a }}' },
      auth: { type: '{{ a }}', token: 't' },
      range: { from: 9, to: '{{ a }}' },
    }),
  ).toEqual([])
})

test('a text that holds an expression stands for any text', () => {
  expect(mistakes({ url: '{{ base }}/orders', name: '{{ a }}!', method: '{{ a }}T' })).toEqual([])
  expect(mistakes({ url, tries: '{{ a }} times' })).toEqual(['tries: must be a number, but is a text of 13 characters.'])
})

test('a refinement counts only when no expression has a part in it', () => {
  expect(mistakes({ url, range: { from: 9, to: 1 } })).toEqual(['range: must not end before it begins.'])
  expect(mistakes({ url, range: { from: '{{ a }}', to: 1 } })).toEqual([])
  expect(mistakes({ url, body: '{{ a }}' })).toEqual(['method: takes no body.'])
})

test('missing and unknown keys are mistakes beside expressions too', () => {
  expect(mistakes({ tries: '{{ a }}', range: { from: '{{ a }}' }, other: '{{ a }}', headers: { 'A b': '{{ a }}' } })).toEqual([
    'url: is required.',
    'headers/A b: is not a header name.',
    'range/to: is required.',
    'other: is not a known parameter.',
  ])
})

test('a message never quotes a text', () => {
  const secret = 'hunter2-hunter2'
  expect(JSON.stringify(mistakes({ url: secret, method: secret, tries: secret, auth: { type: secret }, sort: [secret] }))).not.toContain(
    'hunter2',
  )
})

test('parameters that fit still do when any of their values becomes an expression', () => {
  const fitting: JsonObject = {
    url,
    method: 'POST',
    tries: 2,
    headers: { accept: 'x', age: 1 },
    tags: ['a'],
    sort: { by: 'x', order: 'asc' },
    auth: { type: 'bearer', token: 't' },
    range: { from: 1, to: 2 },
    body: { deep: [1, { a: null }] },
  }
  const withExpressions = (value: Json): fc.Arbitrary<Json> =>
    fc.oneof({ depthSize: 'max' }, { weight: 1, arbitrary: fc.constant('{{ a }}') }, { weight: 4, arbitrary: inside(value) })
  const inside = (value: Json): fc.Arbitrary<Json> => {
    if (Array.isArray(value)) return fc.tuple(...value.map(withExpressions))
    return typeof value === 'object' && value !== null ? record(value as JsonObject) : fc.constant(value)
  }
  const record = (map: JsonObject) =>
    fc.record(Object.fromEntries(Object.entries(map).map(([key, value]) => [key, withExpressions(value)])))
  fc.assert(
    fc.property(record(fitting), (params) => {
      expect(mistakes(params as JsonObject)).toEqual([])
    }),
  )
})

test('whatever is written, the check returns', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(schema.shape), '__proto__', 'x'), fc.jsonValue()), (params) => {
      expect(Array.isArray(checkParams(schema, params as JsonObject))).toBe(true)
    }),
  )
})
