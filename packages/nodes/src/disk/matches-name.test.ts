import { takesLinearTime } from '@millrace/engine/testing'
import { expect, test } from 'vitest'
import { matchesName } from './matches-name.ts'

test.each([
  ['*', 'a.csv', true],
  ['*', 'in/a.csv', false],
  ['*.csv', 'a.csv', true],
  ['*.csv', 'a.csv.part', false],
  ['?.csv', 'a.csv', true],
  ['?.csv', 'ab.csv', false],
  ['?.csv', '🙂.csv', true],
  ['in/*.csv', 'in/a.csv', true],
  ['**/*.csv', 'a.csv', true],
  ['**/*.csv', 'in/2027/a.csv', true],
  ['in/**', 'in/2027/a.csv', true],
  ['in/**', 'out/a.csv', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['[a].csv', 'a.csv', false],
])('%s and %s: %s', (pattern, name, fits) => {
  expect(matchesName(pattern)(name)).toBe(fits)
})

test('no pattern takes long', async () => {
  await takesLinearTime(20_000, (length) => expect(matchesName(`${'*a'.repeat(100)}b`)('a'.repeat(length))).toBe(false))
})
