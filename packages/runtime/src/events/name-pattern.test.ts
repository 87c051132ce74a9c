import { expect, test } from 'vitest'
import { isPattern, matchesName } from './name-pattern.ts'

test.each([
  ['order.paid', 'order.paid'],
  ['order.*', 'order.paid'],
  ['*.paid', 'order.paid'],
  ['order.**', 'order'],
  ['order.**', 'order.line.added'],
  ['**', 'a.b.c'],
  ['**.added', 'order.line.added'],
  ['a.**.c.*', 'a.x.c.y.c.z'],
  ['a.**.**.b', 'a.b'],
])('%s means %s', (pattern, name) => {
  expect(matchesName(pattern, name)).toBe(true)
})

test.each([
  ['order.paid', 'order.paid.late'],
  ['order.*', 'order'],
  ['order.*', 'order.line.added'],
  ['order.*', 'orders.paid'],
  ['order.p*', 'order.paid'],
  ['**.added', 'order.line'],
  ['a.**.c.*', 'a.c'],
])('%s does not mean %s', (pattern, name) => {
  expect(matchesName(pattern, name)).toBe(false)
})

test('many double stars over a long name take no time', () => {
  const pattern = `${'**.a.'.repeat(50)}b`
  expect(matchesName(pattern, 'a.'.repeat(249).slice(0, -1))).toBe(false)
})

test('only whole segments are stars', () => {
  expect(['order.*', '**'].every(isPattern)).toBe(true)
  expect(['order.paid', 'or*der', 'a.***'].some(isPattern)).toBe(false)
})
