import { expect, test } from 'vitest'
import { z } from 'zod'
import { connectionSchema } from './connection-schema.ts'
import { defineConnection } from './define-connection.ts'

const secret = { title: 'Password', secret: true }

const type = defineConnection({
  type: 'some.service',
  title: 'Some service',
  icon: 'key',
  summary: 'A service.',
  docs: 'Nothing more.',
  params: z.strictObject({
    user: z.string(),
    plain: z.string().meta(secret),
    after: z.string().optional().meta(secret),
    before: z.string().meta(secret).optional(),
    fallback: z.string().meta(secret).default('x'),
    both: z.string().meta(secret).nullable().optional(),
  }),
  examples: [],
})

test('a field is secret wherever its meta stands', () => {
  expect(type.secretFields).toEqual(['plain', 'after', 'before', 'fallback', 'both'])
})

test('the schema for forms marks what is secret, and knows no expressions', () => {
  expect(connectionSchema(type)).toMatchObject({
    required: ['user', 'plain'],
    properties: { user: { type: 'string' }, plain: { type: 'string', secret: true }, after: { secret: true } },
  })
})

test('values that do not fit are refused as BAD_PARAMS', () => {
  expect(() => type.parse({ user: 1, other: 2 })).toThrow(expect.objectContaining({ code: 'BAD_PARAMS' }))
})
