import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = new URL('attacks.md', import.meta.url)
const text = readFileSync(page, 'utf8')
const rows = text.split('\n').flatMap((line) => {
  const [, number, cells] = /^\| (\d+) \|(.*)$/.exec(line) ?? []
  return number === undefined || cells === undefined ? [] : [[number, cells] as const]
})

test('the page has the attacks on what is public, on the editor, and on stores', () => {
  const numbers = rows.map(([number]) => Number(number))
  expect(numbers).toEqual([...Array.from({ length: 13 }, (_, index) => 16 + index), 45, 49, 49, 49, 50, 51, 52, 53, 54])
})

test.each(rows)('the tests of attack %s are there, with the words that the page quotes', (_, cells) => {
  const tests = [...cells.matchAll(/\]\(([^)]+)\)(?: "([^"]+)")?/g)]
  expect(tests.length).toBeGreaterThan(0)
  for (const [, path = '', title = ''] of tests) expect(readFileSync(new URL(path, page), 'utf8'), path).toContain(title)
})
