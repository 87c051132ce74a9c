import { expect, test } from 'vitest'
import { z } from 'zod'
import { jsonValue } from './json-value.ts'
import { paramsSchema } from './params-schema.ts'

const expression = { type: 'string', pattern: '\\{\\{' }
const propertiesOf = (shape: z.core.$ZodLooseShape) => paramsSchema({ params: z.strictObject(shape) }).properties

test('each field takes an expression as well, its title and default staying outside', () => {
  expect(propertiesOf({ tries: z.int().min(1).max(5).default(2).meta({ title: 'Tries', description: 'How often' }) })).toEqual({
    tries: { title: 'Tries', description: 'How often', default: 2, anyOf: [{ type: 'integer', minimum: 1, maximum: 5 }, expression] },
  })
})

test('so does each value inside a field', () => {
  expect(propertiesOf({ tags: z.array(z.int().max(9)), map: z.record(z.string(), z.boolean()) })).toMatchObject({
    tags: { anyOf: [{ type: 'array', items: { anyOf: [{ type: 'integer', maximum: 9 }, expression] } }, expression] },
    map: { anyOf: [{ type: 'object', additionalProperties: { anyOf: [{ type: 'boolean' }, expression] } }, expression] },
  })
})

test('what takes any text or any value is left alone', () => {
  expect(propertiesOf({ text: z.string(), any: jsonValue() })).toEqual({ text: { type: 'string' }, any: {} })
})

test('options that exclude one another become options, for an expression may fit several', () => {
  const auth = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('a') }), z.strictObject({ type: z.literal('b') })])
  expect(JSON.stringify(propertiesOf({ auth }))).not.toContain('oneOf')
})

test('unknown keys stay mistakes and required ones required', () => {
  expect(paramsSchema({ params: z.strictObject({ url: z.url(), any: jsonValue(), more: jsonValue().optional() }) })).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['url', 'any'],
  })
})
