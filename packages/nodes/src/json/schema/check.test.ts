import type { Json } from '@millrace/engine'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkSchema } from './check.ts'
import type { Draft, Schema } from './schema-index.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

function fits(schema: Json, value: Json, draft: Draft = '2020-12'): boolean {
  return checkSchema(schema as Schema, draft, value).length === 0
}

const violationsOf = (schema: Json, value: Json) =>
  checkSchema(schema as Schema, '2020-12', value).map(({ path, keyword, message }) => `${path.join('.')} ${keyword}: ${message}`)

test('each violation tells its place, its keyword and what must be', () => {
  const schema = {
    type: 'object',
    required: ['id', 'name'],
    properties: { id: { type: 'integer' }, lines: { items: { properties: { price: { minimum: 0 } } } } },
    additionalProperties: false,
  }
  expect(violationsOf(schema, { id: 'x', lines: [{ price: 1 }, { price: -1 }], more: 1 }).sort()).toEqual([
    ' required: must have the field "name"',
    'id type: must be integer',
    'lines.1.price minimum: must be at least 0',
    'more false: must not be there',
  ])
})

const tree = {
  $id: 'https://example.test/tree',
  $dynamicAnchor: 'node',
  type: 'object',
  properties: { data: true, children: { type: 'array', items: { $dynamicRef: '#node' } } },
}

test.each<[name: string, schema: Json, good: Json, bad: Json]>([
  ['a reference to a definition', { $ref: '#/$defs/a~1b%25', $defs: { 'a/b%': { type: 'string' } } }, 'x', 1],
  ['a reference beside other keywords', { $ref: '#/$defs/a', maximum: 3, $defs: { a: { minimum: 1 } } }, 2, 4],
  ['an anchor', { $ref: '#pos', $defs: { a: { $anchor: 'pos', minimum: 1 } } }, 1, 0],
  [
    'an id inside',
    { $id: 'https://e.test/a', $ref: 'b', $defs: { b: { $id: 'b', $ref: '#/$defs/c', $defs: { c: { type: 'null' } } } } },
    null,
    1,
  ],
  [
    'a schema that names itself',
    { properties: { next: { $ref: '#' }, n: { type: 'number' } } },
    { next: { next: { n: 1 } } },
    { next: { n: 'x' } },
  ],
  [
    'a tree made strict by a dynamic reference',
    { $id: 'https://example.test/strict', $dynamicAnchor: 'node', $ref: 'tree', unevaluatedProperties: false, $defs: { tree } },
    { children: [{ data: 1 }] },
    { children: [{ daat: 1 }] },
  ],
  [
    'unevaluated properties across allOf',
    { allOf: [{ properties: { a: true } }], properties: { b: true }, unevaluatedProperties: false },
    { a: 1, b: 2 },
    { c: 3 },
  ],
  [
    'unevaluated items past contains',
    { prefixItems: [true], contains: { type: 'string' }, unevaluatedItems: false },
    [1, 'a'],
    [1, 2, 'a'],
  ],
  [
    'if, then, else',
    JSON.parse('{"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}'),
    { a: 1, b: 1 },
    { a: 1, c: 1 },
  ],
  ['how many items fit', { contains: { const: 1 }, minContains: 2, maxContains: 3 }, [1, 1, 2], [1, 2]],
  ['patterns as names', { patternProperties: { '^x-': { type: 'number' } }, additionalProperties: false }, { 'x-a': 1 }, { 'x-a': '1' }],
  [
    'names that every object has',
    { required: ['__proto__'], properties: { constructor: { type: 'number' } } },
    JSON.parse('{"__proto__":1,"constructor":2}'),
    {},
  ],
  ['a multiple in decimals', { multipleOf: 0.1 }, 0.3, 0.35],
  ['characters, not units', { maxLength: 1 }, '💩', 'ab'],
])('%s', (_, schema, good, bad) => {
  expect(fits(schema, good)).toBe(true)
  expect(fits(schema, bad)).toBe(false)
})

test('draft 7 has its own words, and nothing beside a reference', () => {
  expect(fits({ items: [{ type: 'number' }], additionalItems: false }, [1], 'draft-07')).toBe(true)
  expect(fits({ items: [{ type: 'number' }], additionalItems: false }, [1, 2], 'draft-07')).toBe(false)
  expect(fits({ dependencies: { a: ['b'] } }, { a: 1 }, 'draft-07')).toBe(false)
  expect(fits({ $ref: '#/definitions/a', maximum: 1, definitions: { a: {} } }, 2, 'draft-07')).toBe(true)
})

test.each([
  ['a reference to elsewhere', { $ref: 'https://example.test/other.json' }, 'nothing is fetched'],
  ['a file', { $ref: 'file:///etc/passwd' }, 'nothing is fetched'],
  ['a reference to nowhere', { $ref: '#/$defs/none' }, 'leads nowhere'],
  ['a prototype', { $ref: '#/constructor' }, 'leads nowhere'],
  ['an endless reference', { $ref: '#' }, 'lead to each other'],
  ['a pattern that looks ahead', { pattern: '(?=a)' }, 'linear time'],
])('%s is refused', (_, schema, message) => {
  expect(() => fits(schema, 'x')).toThrow(message)
})

test('references that name each other twice end within the budget', () => {
  const $defs = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [
      `d${i}`,
      i === 0 ? {} : { allOf: [{ $ref: `#/$defs/d${i - 1}` }, { $ref: `#/$defs/d${i - 1}` }] },
    ]),
  )
  expect(() => fits({ $ref: '#/$defs/d39', $defs }, 1)).toThrow('too long')
})

test('a pattern that would stall a backtracking engine does not', () => {
  expect(fits({ pattern: '^(a+)+$' }, `${'a'.repeat(50_000)}!`)).toBe(false)
})

const small: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, 0, 1, 2, 2.5, 'a', 'ab', ''),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('json'), { maxKeys: 3 }),
  ),
})).json

function schemas(draft: Draft): fc.Arbitrary<Json> {
  return fc.letrec<{ schema: Json }>((tie) => ({
    schema: fc.oneof({ maxDepth: 3 }, fc.boolean(), few(keywords(draft, tie('schema')))),
  })).schema
}

function keywords(draft: Draft, schema: fc.Arbitrary<Json>): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  const list = fc.array(schema, { minLength: 1, maxLength: 2 })
  const map = fc.dictionary(fc.constantFrom('a', 'b'), schema)
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 })
  const count = fc.nat(3)
  const both: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    type: fc.constantFrom('string', 'number', 'integer', 'object', 'array', 'null', 'boolean'),
    enum: fc.uniqueArray(small, { minLength: 1, maxLength: 3, selector: (v) => JSON.stringify(v) }),
    pattern: fc.constantFrom('^a', 'b$'),
    uniqueItems: fc.boolean(),
    required: names,
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), schema),
    const: small,
    ...all(['minimum', 'maximum', 'exclusiveMinimum', 'minLength', 'maxItems', 'minProperties'], count),
    ...all(['additionalProperties', 'propertyNames', 'items', 'contains', 'not', 'if', 'then', 'else'], schema),
    ...all(['allOf', 'anyOf', 'oneOf'], list),
    properties: map,
  }
  if (draft === 'draft-07') return { ...both, dependencies: map }
  const dependentRequired = fc.dictionary(fc.constantFrom('a', 'b'), names)
  return {
    ...both,
    ...all(['unevaluatedProperties', 'unevaluatedItems'], schema),
    prefixItems: list,
    // One key at least: of `contains: false` beside an empty one, the other validator takes an empty list to be valid.
    dependentSchemas: fc.dictionary(fc.constantFrom('a', 'b'), schema, { minKeys: 1, maxKeys: 2 }),
    dependentRequired,
  }
}

function all<Value>(names: readonly string[], value: Value): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.map((name) => [name, value]))
}

/** A schema of many keywords at once fits nothing: three at most. */
function few(choices: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Json> {
  const one = fc.oneof(...Object.entries(choices).map(([name, value]) => value.map((argument) => ({ [name]: argument }))))
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((parts) => Object.assign({}, ...parts) as Json)
}

test.each<[Draft]>([['2020-12'], ['draft-07']])('agrees with a validator that compiles, on random schemas of %s', (draft) => {
  const options = { strict: false, validateSchema: false, logger: false, unicodeRegExp: true } as const
  const sample = fc.tuple(schemas(draft), fc.array(small, { minLength: 1, maxLength: 4 }))
  fc.assert(
    // Through JSON: the generator makes maps without a prototype, which the other validator takes for unequal.
    fc.property(
      sample.map((one) => JSON.parse(JSON.stringify(one)) as typeof one),
      ([schema, values]) => {
        const ajv = draft === '2020-12' ? new Ajv2020(options) : new Ajv(options)
        const judge = ajv.compile(schema as Schema)
        for (const value of values) expect(fits(schema, value, draft), JSON.stringify({ schema, value })).toBe(judge(value))
      },
    ),
    // The same schemas each time: a new one may find the other validator wrong, as a few have.
    { numRuns: Math.ceil(2_000 * scale), seed: 20261121 },
  )
})
