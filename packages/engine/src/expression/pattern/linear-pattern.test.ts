import { expect, test } from 'vitest'
import { compileLinearPattern } from './linear-pattern.ts'

test('finds, tells groups by name and replaces, as JavaScript would', () => {
  const pattern = compileLinearPattern(String.raw`(?<key>\w+)=(\d+)`)
  expect(pattern.test('a=1')).toBe(true)
  expect([...pattern.matches('a=1 b=22')].map(({ index, groups }) => [index, ...groups])).toEqual([
    [0, 'a', '1'],
    [4, 'b', '22'],
  ])
  expect(pattern.names).toEqual({ key: 1 })
  expect(pattern.replace('a=1 b=22', '$<key>:$2', 'all')).toBe('a:1 b:22')
  expect(pattern.replace('a=1 b=22', '<$&>', 'first')).toBe('<a=1> b=22')
})

test('flags are read', () => {
  expect(compileLinearPattern('^Ä$', 'im').test('x\nä')).toBe(true)
  expect(() => compileLinearPattern('a', 'y')).toThrow('flag y')
})

test('what cannot run in linear time is refused', () => {
  expect(() => compileLinearPattern('a(?=b)')).toThrow('linear')
  expect(() => compileLinearPattern('(')).toThrow()
})

// It takes seconds, and more of them where others want the processor too.
test('a search that costs too much ends', () => {
  const pattern = compileLinearPattern('a.*b|c')
  expect(() => [...pattern.matches('ca'.repeat(200_000))]).toThrow('steps')
})
