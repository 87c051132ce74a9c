import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { jsonValidate } from './validate.ts'

test('lists every violation, with a pointer to its place', async () => {
  const schema = { properties: { 'a/b': { items: { type: 'number' } } }, required: ['id'] }
  expect(await testNode(jsonValidate, { with: { schema }, input: { 'a/b': [1, 'x'] } })).toMatchObject({
    port: 'invalid',
    output: {
      violations: [
        { path: '', keyword: 'required', message: 'must have the field "id"' },
        { path: '/a~1b/1', keyword: 'type', message: 'must be number' },
      ],
    },
  })
})

test('draft 7 is told by $schema', async () => {
  const schema = { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'number' }], additionalItems: false }
  expect(await testNode(jsonValidate, { with: { schema }, input: [1, 2] })).toMatchObject({ port: 'invalid' })
})

test('lists a hundred violations at most', async () => {
  const input = Array.from({ length: 500 }, () => 'x')
  const result = await testNode(jsonValidate, { with: { schema: { items: { type: 'number' } } }, input })
  expect(result).toMatchObject({ output: { violations: { length: 100 } } })
})

test('a schema that cannot be used is a mistake when it is written out, and an error when it is computed', async () => {
  const schema = { $ref: 'https://example.test/other.json' }
  expect(jsonValidate.checkParams({ schema })).toMatchObject([{ path: ['schema'], message: expect.stringContaining('nothing is fetched') }])
  expect(jsonValidate.checkParams({ schema: '{{ input.schema }}' })).toEqual([])
  await expect(testNode(jsonValidate, { with: { schema: '{{ input }}' }, input: schema })).rejects.toMatchObject({ code: 'BAD_SCHEMA' })
  await expect(testNode(jsonValidate, { with: { schema: { pattern: '(a)\\1' } }, input: 'aa' })).rejects.toMatchObject({
    code: 'BAD_SCHEMA',
  })
})

test('a schema that takes too long ends as an error', async () => {
  const schema = { anyOf: Array.from({ length: 1000 }, () => ({ items: { type: 'string' } })) }
  const input = Array.from({ length: 5000 }, (_, i) => i)
  await expect(testNode(jsonValidate, { with: { schema }, input })).rejects.toMatchObject({ code: 'TOO_COSTLY' })
})
