import { expect, test } from 'vitest'
import { mismatches } from './mismatches.ts'

test.each([
  [{ a: 1 }, { a: 1, b: 2 }],
  [[{ a: 1 }], [{ a: 1, b: 2 }]],
  [[], []],
  [{}, { b: 2 }],
  [null, null],
])('%j fits %j', (wanted, found) => {
  expect(mismatches(wanted, found, 'result')).toEqual([])
})

test.each([
  [{ a: { b: 1 } }, { a: { b: 2 } }, 'result.a.b is 2, not 1'],
  [{ a: 1 }, { a: '1' }, 'result.a is "1", not 1'],
  [{ a: 1 }, {}, 'result.a is not there, not 1'],
  [[1], [1, 2], 'result is [1,2], not [1]'],
  [[1, 2], [1, 3], 'result[1] is 3, not 2'],
  [{}, [], 'result is [], not {}'],
  [[], {}, 'result is {}, not []'],
  [{ toString: 'x' }, {}, 'result.toString is not there, not "x"'],
])('%j does not fit %j', (wanted, found, message) => {
  expect(mismatches(wanted, found, 'result')).toEqual([message])
})
