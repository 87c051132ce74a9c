import { expect, test } from 'vitest'
import { guestPosition } from './guest-position.ts'

test('places are those of the user’s code, and frames of ours are left out', () => {
  const stack =
    'Error: no\n    at f (code.js:3:7)\n    at code.js:5:1\n    at async begin (millrace.js:9:9)\n    at run (file:///runner/x.mjs:1:1)'
  expect(guestPosition(stack)).toEqual({ line: 2, column: 7, guestStack: 'Error: no\n    at f (code.js:2:7)\n    at code.js:4:1' })
})

test('a stack without a place of the code has none', () => {
  expect(guestPosition(undefined)).toEqual({})
  expect(guestPosition('Error: no\n    at modules.js:1:2')).toEqual({ guestStack: 'Error: no\n    at modules.js:1:2' })
})
