import { expect, test } from 'vitest'
import { z } from 'zod'
import { parsePart } from './parse-part.ts'
import { ProblemError } from './problem.ts'
import { pageQuery } from './routes/page-query.ts'

const query = z.strictObject({ ...pageQuery, status: z.array(z.enum(['failed', 'success'])).optional() })

function refusal(part: 'query' | 'body', value: unknown): string {
  try {
    parsePart(part, query, value)
  } catch (error) {
    if (error instanceof ProblemError) return error.message
    throw error
  }
  return 'taken'
}

test.each([
  [{ limit: 'abc' }, '"limit" in the query must be a number.'],
  [{ limit: '1.5' }, '"limit" in the query must be a whole number.'],
  [{ limit: '0' }, '"limit" in the query must be at least 1.'],
  [{ limit: '201' }, '"limit" in the query must be at most 200.'],
  [{ status: ['lost'] }, '"status" in the query must be one of "failed", "success".'],
  [{ limt: '1' }, '"limt" is not a known name in the query. Did you mean limit?'],
  [{ limit: '7', status: ['failed'] }, 'taken'],
])('the query %j: %s', (given, message) => expect(refusal('query', given)).toBe(message))

test('a map that cannot be measured is a mistake of the sender', () => {
  expect(() => parsePart('body', z.strictObject({ name: z.string().min(1) }), { name: { length: { toString: 1, valueOf: 1 } } })).toThrow(
    expect.objectContaining({
      code: 'REQUEST_INVALID',
      message: 'The body does not fit: it holds a map whose "length" cannot be compared.',
    }),
  )
})

test('a mistake inside a body is named with its whole path', () => {
  expect(refusal('body', { status: ['lost'] })).toBe('"status.0" in the body must be one of "failed", "success".')
})

test('an unknown name inside a map of the body is told with those that the map takes', () => {
  const filter = z.strictObject({ workflow: z.string().optional() }).optional()
  const ask = (value: object) => () => parsePart('body', z.strictObject({ filter }), { filter: value })
  const name = (text: string) => expect.objectContaining({ message: text })
  expect(ask({ worklfow: 'x' })).toThrow(name('"filter.worklfow" is not a known name in the body. Did you mean workflow?'))
  expect(ask({ x: 1 })).toThrow(name('"filter.x" is not a known name in the body. Known are workflow.'))
})
