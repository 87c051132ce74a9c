import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BadAnswerError, parseAnswer } from './parse-answer.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

test('an answer is copied field by field: what is not known does not come through', () => {
  const head =
    '{"id":3,"status":"done","logs":[{"level":"info","message":"m","data":{"a":1},"evil":1}],"port":"x","cpuMs":1,"__proto__":{"y":1},"z":1}'
  const answer = parseAnswer({ head, body: '{"__proto__":{"polluted":1}}' })
  expect(answer).toEqual({
    ...{ id: 3, status: 'done', port: 'x', cpuMs: 1, logs: [{ level: 'info', message: 'm', data: { a: 1 } }] },
    output: JSON.parse('{"__proto__":{"polluted":1}}'),
  })
  expect(({} as { polluted?: 1 }).polluted).toBeUndefined()
})

test.each([
  '',
  '[]',
  'null',
  '{}',
  '{"id":"1","status":"done","logs":[]}',
  '{"id":1,"status":"failed","logs":[]}',
  '{"id":1,"status":"failed","logs":[],"failure":{"code":"EVIL","message":""}}',
  '{"id":1,"status":"done","logs":[{"level":"x","message":""}]}',
  '{"id":1,"status":"done","logs":[{"level":"info","message":1}]}',
  '{"id":1,"status":"done","logs":[],"port":"a b"}',
  `{"id":1,"status":"done","logs":[${'1,'.repeat(2000)}1]}`,
])('%s is no answer', (head) => {
  expect(() => parseAnswer({ head, body: '1' })).toThrow(BadAnswerError)
})

test('whatever comes, it is an answer or it is refused', () => {
  const value = fc.jsonValue()
  const head = fc.record(
    {
      id: value,
      status: fc.oneof(value, fc.constantFrom('done', 'failed')),
      logs: fc.oneof(value, fc.array(value)),
      port: value,
      failure: value,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(head, fc.oneof(fc.string(), fc.json()), (given, body) => {
      try {
        expect(parseAnswer({ head: JSON.stringify(given), body }).status).toMatch(/^(done|failed)$/)
      } catch (error) {
        expect(error).toBeInstanceOf(BadAnswerError)
      }
    }),
    { numRuns: Math.ceil(20_000 * scale) },
  )
})
