import { expect, test } from 'vitest'
import { scopeText } from './scope-text.ts'

test('names a value, its kind and its fields, one to a line', () => {
  const schema = {
    type: 'object',
    properties: {
      total: { type: 'number' },
      lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } }, additionalProperties: false } },
      'a b': {},
      either: { anyOf: [{ type: 'object', properties: { id: {} }, additionalProperties: false }, { type: 'null' }] },
      headers: { type: 'object', properties: {}, additionalProperties: { type: 'string' } },
    },
    additionalProperties: {},
  }
  expect(scopeText('input', schema, 'What arrived.')).toBe(
    `input: map, …  # What arrived.
  total: number
  lines: list of map
    sku: string
  "a b": any
  either: map or null
    id: any
  headers: map of string`,
  )
})

test('marks a node that may not have run', () => {
  expect(scopeText('charge', { type: 'object', properties: {}, additionalProperties: false, mayNotHaveRun: true }, 'http.request')).toBe(
    'charge: empty map (may not have run)  # http.request',
  )
})
