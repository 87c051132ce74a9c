import { mapOf, numberType, schemaOfType, stringType, unknownType } from '@millrace/engine'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { jsonValue } from './json-value.ts'
import { inputGoesOn, outputTypeOf, typeOfZod } from './output-type.ts'

const inferred = { input: mapOf({ id: numberType }), arrivals: {}, params: mapOf({ name: stringType }) }

test('an object has only the fields that it names, unless it says otherwise', () => {
  expect(typeOfZod(z.object({ id: z.int() }))).toEqual(mapOf({ id: numberType }))
  expect(typeOfZod(z.strictObject({ id: z.int().optional() }))).toEqual(mapOf({ id: { type: numberType, optional: true } }))
  expect(typeOfZod(z.looseObject({ id: z.int() }))).toEqual(mapOf({ id: numberType }, unknownType))
  expect(typeOfZod(z.object({}).catchall(z.string()))).toEqual(mapOf({}, stringType))
  expect(typeOfZod(z.record(z.string(), z.number()))).toEqual(mapOf({}, numberType))
})

test.each([
  [z.string(), { type: 'string' }],
  [z.array(z.boolean()), { type: 'array', items: { type: 'boolean' } }],
  [z.union([z.string(), z.null()]), { anyOf: [{ type: 'string' }, { type: 'null' }] }],
  [z.enum(['a', 'b']), { type: 'string' }],
  [z.tuple([z.string(), z.int()]), { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'number' }] } }],
  [jsonValue(), {}],
  [z.json(), {}],
  [z.unknown(), {}],
  [z.string().transform((text) => text.length), {}],
])('what a schema means %#', (schema, shown) => {
  expect(schemaOfType(typeOfZod(schema))).toEqual(shown)
})

test('a schema that holds itself ends in a value of which nothing is known', () => {
  const tree = z.object({
    id: z.string(),
    get children() {
      return z.array(tree)
    },
  })
  expect(schemaOfType(typeOfZod(tree))).toMatchObject({ properties: { id: { type: 'string' }, children: { type: 'array' } } })
})

test('a definition gives a schema, or a function of the parameters as written and of what is known', () => {
  expect(outputTypeOf(z.string())({}, inferred)).toEqual(stringType)
  expect(outputTypeOf(({ n }) => (n === 1 ? z.string() : numberType))({ n: 1 }, inferred)).toEqual(stringType)
  expect(outputTypeOf((_written, { params }) => params)({}, inferred)).toBe(inferred.params)
  expect(outputTypeOf(inputGoesOn)({}, inferred)).toBe(inferred.input)
})

test('what people read about a field goes with it', () => {
  const schema = z.object({ status: z.int().meta({ description: 'Of the answer.' }) })
  expect(schemaOfType(typeOfZod(schema))).toMatchObject({ properties: { status: { description: 'Of the answer.' } } })
})
