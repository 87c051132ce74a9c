import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseOutside } from './parse-outside.ts'

/** No number can be made of it, for the ways to do so are taken. */
const immeasurable = { length: { toString: 1, valueOf: 1 } }

test('a value that fits comes back, one that does not is refused', () => {
  expect(parseOutside(z.string().max(3), 'abc')).toEqual({ success: true, data: 'abc' })
  expect(parseOutside(z.string().max(3), 'abcd').success).toBe(false)
})

test.each([z.string().max(3), z.string().min(1), z.array(z.string()).max(3), z.strictObject({ a: z.string().max(3) })])(
  'a map that cannot be measured is refused like anything else that does not fit',
  (schema) => {
    const value = schema instanceof z.ZodObject ? { a: immeasurable } : immeasurable
    const parsed = parseOutside(schema, value)
    expect(parsed).toEqual({ success: false, issues: [expect.objectContaining({ code: 'custom' })] })
  },
)

test('a bug in a schema of ours is not taken for a mistake of the sender', () => {
  const broken = z.string().transform(() => {
    throw new TypeError('undefined is not a function')
  })
  expect(() => parseOutside(broken, 'a')).toThrow('undefined is not a function')
})
