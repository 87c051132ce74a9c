import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')

test('every rule of SPEC.md has a test, and every rule that a test names is there', () => {
  const rules = [...read('../SPEC.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1])
  const tests = readdirSync(fileURLToPath(new URL('execution/', import.meta.url))).filter((file) => file.endsWith('.test.ts'))
  const named = tests.flatMap((file) => [...read(`execution/${file}`).matchAll(/test\('\[([A-Z]\d+)\]/g)].map((match) => match[1]))
  expect(new Set(rules).size).toBe(rules.length)
  expect([...new Set(named)].sort()).toEqual([...rules].sort())
})
