import type { Json, JsonObject } from '@millrace/engine'
import { describe, expect, test } from 'vitest'
import { fits, variantIndex } from './fits.ts'
import { formFields } from './form-fields.ts'

const expression = { type: 'string', pattern: '\\{\\{' }
const orExpression = (schema: Json) => ({ anyOf: [schema, expression] })

function fieldsOf(properties: JsonObject, given: JsonObject = {}, options = {}) {
  return formFields({ type: 'object', properties, ...given }, { type: 'test', ...options })
}

const shapeOf = (schema: Json) => fieldsOf({ a: schema })[0]?.shape

describe('fields', () => {
  test('required ones come first, with title, help and what counts when nothing is written', () => {
    const fields = fieldsOf(
      { maxRetries: orExpression({ type: 'integer', minimum: 0 }), url: { type: 'string', title: 'URL', description: 'Where to' } },
      { required: ['url'] },
    )
    expect(fields.map(({ name, title, help, isRequired }) => [name, title, help, isRequired])).toEqual([
      ['url', 'URL', 'Where to', true],
      ['maxRetries', 'Max retries', '', false],
    ])
    expect(fieldsOf({ a: { ...orExpression({ type: 'boolean' }), default: true } })[0]?.fallback).toBe(true)
  })

  test('parameters that are taken as written take no expression', () => {
    const [code] = fieldsOf({ code: orExpression({ type: 'string' }) }, {}, { type: 'code.javascript', literal: ['code'] })
    expect(code).toMatchObject({ takesExpression: false, shape: { kind: 'code', language: 'javascript' } })
  })
})

describe('shapes', () => {
  test.each<[Json, Json]>([
    [orExpression({ type: 'string' }), { kind: 'text', isLong: false }],
    [orExpression({ type: 'string', maxLength: 9000 }), { kind: 'text', isLong: true }],
    [
      { type: 'string', format: 'date-time' },
      { kind: 'moment', hasTime: true },
    ],
    [
      { type: 'array', items: orExpression({ enum: ['mon', 'tue'] }) },
      { kind: 'several', choices: ['mon', 'tue'], alone: [], takesOne: false },
    ],
    [
      { anyOf: [{ enum: ['all', 'mon'] }, { type: 'array', items: { enum: ['mon', 'tue'] } }, expression] },
      { kind: 'several', choices: ['mon', 'tue'], alone: ['all'], takesOne: true },
    ],
    [
      { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }, expression] },
      { kind: 'list', item: { kind: 'text', isLong: false }, takesOne: true },
    ],
    [orExpression({ type: 'integer', 'x-control': 'bytes' }), { kind: 'bytes', takesText: false }],
    [
      { type: 'object', additionalProperties: {}, 'x-control': 'column' },
      { kind: 'map', value: { kind: 'any' }, names: 'column' },
    ],
    [
      { type: 'array', items: { type: 'string' }, 'x-control': 'column' },
      { kind: 'list', item: { kind: 'name', of: 'column' } },
    ],
    [orExpression({ type: 'string', 'x-control': 'of a newer server' }), { kind: 'text', isLong: false }],
    [orExpression({ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), { kind: 'number', isWhole: true, minimum: 1 }],
    [orExpression({ type: 'boolean' }), { kind: 'switch' }],
    [orExpression({ type: 'string', enum: ['GET', 'POST'] }), { kind: 'choice', choices: ['GET', 'POST'] }],
    [{ anyOf: [{ const: 'a' }, { const: 'b' }, expression] }, { kind: 'choice', choices: ['a', 'b'] }],
    [
      { type: 'array', items: orExpression({ type: 'string' }) },
      { kind: 'list', item: { kind: 'text', isLong: false } },
    ],
    [
      { type: 'object', additionalProperties: { type: 'number' } },
      { kind: 'map', value: { kind: 'number', isWhole: false } },
    ],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }, expression] }, { kind: 'any' }],
    [{ description: 'anything' }, { kind: 'any' }],
  ])('%j', (schema, shape) => {
    expect(shapeOf(schema)).toEqual(shape)
  })

  test('names tell more than schemas', () => {
    const [ttl] = fieldsOf({ ttl: { ...orExpression({ type: 'string' }), description: 'How long it is kept, e.g. `1h30m`' } })
    expect(ttl?.shape).toEqual({ kind: 'duration' })
    const [connection, cron] = fieldsOf({ connection: { type: 'string' }, cron: { type: 'string' } })
    expect([connection?.shape.kind, cron?.shape.kind]).toEqual(['connection', 'times'])
  })

  test('a schema of all JSON is any value, not a choice of its kinds', () => {
    const json = { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'array', items: { $ref: '#/$defs/json' } }, { type: 'object' }] }
    const [field] = formFields({ type: 'object', properties: { a: { $ref: '#/$defs/json' } }, $defs: { json } }, { type: 'test' })
    expect(field?.shape).toEqual({ kind: 'any' })
  })

  test('maps of one field each are operations, of which one is chosen', () => {
    const only = (name: string) => ({ type: 'object', properties: { [name]: { type: 'string' } }, required: [name] })
    const shape = shapeOf({ anyOf: [only('sum'), only('min')] })
    expect(shape).toMatchObject({ kind: 'operation', fields: [{ name: 'sum' }, { name: 'min' }] })
    expect(shape && fits(shape, { sum: 'a' })).toBe(true)
    expect(shape && fits(shape, { sum: 'a', min: 'b' })).toBe(false)
  })

  test('what few need says so, and stands folded', () => {
    const fields = fieldsOf({ a: { type: 'string' }, b: orExpression({ type: 'integer', 'x-folded': true }) })
    expect(fields.map(({ isFolded }) => isFolded)).toEqual([false, true])
  })

  const basic = { type: 'object', properties: { type: { const: 'basic' }, user: { type: 'string' } }, required: ['type'] }
  const bearer = { type: 'object', properties: { type: orExpression({ const: 'bearer' }), token: { type: 'string' } }, required: ['type'] }

  test('one of several maps is chosen by what marks it', () => {
    const shape = shapeOf({ anyOf: [{ anyOf: [basic, bearer] }, expression] })
    if (shape?.kind !== 'variants') throw new Error(`It is ${shape?.kind}.`)
    expect(shape.variants.map(({ title }) => title)).toEqual(['basic', 'bearer'])
    expect(variantIndex(shape.variants, { type: 'bearer', token: 'x' })).toBe(1)
    expect(variantIndex(shape.variants, undefined)).toBe(0)
  })

  test('a condition that holds conditions ends, and knows its operators', () => {
    const condition = {
      anyOf: [
        { type: 'object', properties: { path: { type: 'string' }, is: { anyOf: [{ 'x-operators': { equals: {} } }, expression] } } },
        { type: 'object', properties: { all: { type: 'array', items: { $ref: '#/$defs/condition' } } } },
      ],
    }
    const [field] = formFields(
      { type: 'object', properties: { where: { $ref: '#/$defs/condition' } }, $defs: { condition } },
      { type: 'if' },
    )
    expect(field?.shape).toEqual({ kind: 'condition', operators: { equals: {} } })
  })
})

test.each<[Json, Json, boolean]>([
  [{ type: 'string' }, 'a', true],
  [{ type: 'string' }, 1, false],
  [{ type: 'boolean' }, '{{ a }}', false],
  [{ enum: ['a'] }, 'b', false],
  [{ type: 'object', properties: { a: {} } }, { b: 1 }, false],
])('whether a field for %j shows %j', (schema, value, isFit) => {
  expect(fits(shapeOf(schema) ?? { kind: 'any' }, value)).toBe(isFit)
})
