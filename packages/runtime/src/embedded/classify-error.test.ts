import { compileTemplate, evaluateTemplate, type Scope } from '@millrace/engine'
import { FatalError, RetryableError } from '@millrace/kit'
import { expect, test } from 'vitest'
import { classifyError } from './classify-error.ts'

const stack = expect.stringContaining('Error')

test('what a node throws on purpose keeps class, code and details', () => {
  expect(classifyError(new FatalError('no', { code: 'NO', details: { n: 1 } }))).toEqual({
    code: 'NO',
    class: 'fatal',
    message: 'no',
    details: { n: 1 },
    stack,
  })
  expect(classifyError(new RetryableError('later', { retryAfterMs: 5000 }))).toEqual({
    code: 'NODE_FAILED',
    class: 'retryable',
    message: 'later',
    retryAfterMs: 5000,
    stack,
  })
})

test('a time to wait that is none is left out: it would be another value once it was stored', () => {
  for (const retryAfterMs of [Number.NaN, Number.POSITIVE_INFINITY, -1])
    expect(classifyError(new RetryableError('later', { retryAfterMs }))).not.toHaveProperty('retryAfterMs')
})

test('an expression that cannot be evaluated is fatal', () => {
  const scope: Scope = { name: () => undefined, node: () => undefined, names: () => [], nodeIds: () => [] }
  let thrown: unknown
  try {
    evaluateTemplate(compileTemplate('{{ input.a.b }}').template, scope)
  } catch (error) {
    thrown = error
  }
  expect(classifyError(thrown)).toMatchObject({ class: 'fatal', code: expect.stringContaining('EXPRESSION') })
})

test('any other error may be tried again, under its own code if it has one', () => {
  expect(classifyError(new TypeError('oh'))).toMatchObject({ class: 'retryable', code: 'NODE_FAILED', message: 'oh', stack })
  expect(classifyError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toMatchObject({ code: 'ECONNREFUSED' })
  expect(classifyError(Object.assign(new Error('odd'), { code: 7 }))).toMatchObject({ code: 'NODE_FAILED' })
})

test.each([
  ['text', 'text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [7, '7'],
])('%j, which is no error, becomes one', (thrown, message) => {
  expect(classifyError(thrown)).toEqual({ code: 'NODE_FAILED', class: 'retryable', message })
})

test('what cannot even be made a text becomes an error too', () => {
  expect(classifyError(Object.create(null))).toMatchObject({ code: 'NODE_FAILED', class: 'retryable', message: expect.any(String) })
})
