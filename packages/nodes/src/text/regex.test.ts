import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { textRegex } from './regex.ts'

async function run(action: string, pattern: string, text: string, options: JsonObject = {}): Promise<Json> {
  const result = await testNode(textRegex, { with: { action, pattern, ...options }, input: text })
  return result.type === 'done' ? result.output : null
}

test('tests, with flags', async () => {
  expect(await run('test', '^b$', 'a\nB\nc', { flags: 'im' })).toBe(true)
  expect(await run('test', '^b$', 'a\nB\nc')).toBe(false)
})

test('matches, with groups by number and name', async () => {
  expect(await run('match', '(?<k>\\w)=(\\d)?', 'x a=1')).toEqual({ text: 'a=1', index: 2, groups: ['a', '1'], named: { k: 'a' } })
  expect(await run('match', '(z)|a', 'a')).toEqual({ text: 'a', index: 0, groups: [null], named: {} })
  expect(await run('match', 'z', 'a')).toBe(null)
  expect(await run('match-all', 'z', 'a')).toEqual([])
})

test('a group may have any name', async () => {
  expect(JSON.stringify(await run('match', '(?<__proto__>a)', 'a'))).toContain('"named":{"__proto__":"a"}')
})

test('replaces, with groups', async () => {
  expect(await run('replace', '(?<a>\\w+), (\\w+)', 'Lovelace, Ada', { replacement: '$2 $<a> $$' })).toBe('Ada Lovelace $')
})

test('splits as JavaScript does', async () => {
  for (const [pattern, text] of [
    [',\\s*', 'a, b,c'],

    [',', ''],
    ['x', 'axbx'],
    ['b*', 'abbc'],
  ] as const) {
    expect(await run('split', pattern, text), pattern).toEqual(text.split(new RegExp(pattern, 'u')))
  }
})

test('a pattern that cannot run in linear time is a mistake', async () => {
  expect(textRegex.checkParams({ pattern: '(?=a)' })).toMatchObject([{ path: ['pattern'], message: expect.stringContaining('linear') }])
  await expect(run('test', '(a)\\1', 'aa')).rejects.toMatchObject({ code: 'BAD_PATTERN' })
})

test('a pattern that would stall a backtracking engine does not', async () => {
  expect(await run('test', '^(a+)+$', `${'a'.repeat(100_000)}!`)).toBe(false)
})

test('a search that takes too long ends', async () => {
  await expect(run('match-all', 'a.*b|c', 'ca'.repeat(400_000))).rejects.toMatchObject({ code: 'TOO_COSTLY' })
  await expect(run('match-all', 'a', 'a'.repeat(100_001))).rejects.toMatchObject({ code: 'TOO_COSTLY' })
})
