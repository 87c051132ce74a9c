import { expect, test } from 'vitest'
import { call, done, respond, stop, waitFor, waitUntil } from './node-result.ts'

test('a builder leaves out what it was not given', () => {
  expect(done(1)).toEqual({ type: 'done', output: 1 })
  expect(Object.keys(done(1))).not.toContain('port')
  expect(Object.keys(stop({ message: undefined }))).not.toContain('message')
  expect(Object.keys(call({ workflow: 'w', version: undefined }))).not.toContain('version')
})

test('a call waits, and a stop is a success, unless told otherwise', () => {
  expect(call({ workflow: 'w' })).toEqual({ type: 'call', workflow: 'w', inputs: {}, wait: true })
  expect(stop()).toEqual({ type: 'stop', status: 'success', output: null })
})

test('an answer and a wait carry what goes out to the next node', () => {
  expect(respond({ status: 200, headers: {}, body: 'x' }, 7)).toEqual({
    type: 'respond',
    response: { status: 200, headers: {}, body: 'x' },
    output: 7,
  })
  expect(waitUntil(1000, 7)).toEqual({ type: 'wait', until: 1000, output: 7 })
  expect(waitFor(1000, 7)).toEqual({ type: 'wait-for', ms: 1000, output: 7 })
})
