import { expect, test } from 'vitest'
import { chooseLetters } from './choose-letters.ts'

const none = { all: false, workflow: undefined, code: undefined, yes: false }

test('letters are named, or chosen by what fits once that is confirmed', () => {
  expect(chooseLetters(['a', 'b', 'a'], none)).toEqual({ ids: ['a', 'b'] })
  expect(chooseLetters([], { ...none, all: true, yes: true })).toEqual({ filter: {} })
  expect(chooseLetters([], { ...none, workflow: 'w', code: 'C', yes: true })).toEqual({ filter: { workflow: 'w', code: 'C' } })
})

test('not both, not neither, and never many without a word', () => {
  expect(() => chooseLetters(['a'], { ...none, all: true, yes: true })).toThrow('not both')
  expect(() => chooseLetters([], { ...none, yes: true })).toThrow('Which letters?')
  expect(() => chooseLetters([], { ...none, all: true })).toThrow('--yes')
})
