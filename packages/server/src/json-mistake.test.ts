import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonMistake } from './json-mistake.ts'

const runs = Math.ceil(20_000 * Number(process.env.MILLRACE_TEST_SCALE ?? 0.05))

test.each([
  ['{"a": 1,}', { line: 1, column: 9 }],
  ['{"a" 1}', { line: 1, column: 6 }],
  ['{\n  "a": tru\n}', { line: 2, column: 8 }],
  ['[1, 2', { line: 1, column: 6 }],
  ['"open', { line: 1, column: 6 }],
  ['"\\x"', { line: 1, column: 2 }],
  ['"a\nb"', { line: 1, column: 3 }],
  ['01', { line: 1, column: 2 }],
  ['{} {}', { line: 1, column: 4 }],
  ['', { line: 1, column: 1 }],
  ["{'a': 1}", { line: 1, column: 2 }],
])('says where %j stops being JSON', (text, place) => {
  expect(jsonMistake(text)).toMatchObject(place)
})

/** JSON, and JSON with a letter changed, cut or put in. */
const nearlyJson = fc
  .tuple(
    fc.json({ maxDepth: 4 }),
    fc.nat(),
    fc.constantFrom('', ',', '"', '}', ']', '\\', '\n', '\u0001', '0', '-', 'e', '.', 'tru', '{'),
    fc.boolean(),
  )
  .map(([text, at, inserted, isCut]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + inserted + (isCut ? '' : text.slice(place + (at % 2)))
  })

test('finds a mistake exactly where JSON.parse refuses, and never past what it could have read', () => {
  fc.assert(
    fc.property(fc.oneof(nearlyJson, fc.string({ unit: 'binary' })), (text) => {
      const mistake = jsonMistake(text)
      expect(mistake !== undefined).toBe(isRefused(text))
      if (mistake !== undefined) expect(isRefused(`${text.slice(0, mistake.offset)}${text.slice(mistake.offset)}`)).toBe(true)
    }),
    { numRuns: runs },
  )
})

test('reads strings of megabytes and deep nesting without running out of stack', () => {
  const long = `"${'ä\\"'.repeat(1_000_000)}`
  expect(jsonMistake(long)?.offset).toBe(long.length)
  expect(jsonMistake('['.repeat(1_000_000))?.offset).toBe(1_000_000)
})

function isRefused(text: string): boolean {
  try {
    JSON.parse(text)
    return false
  } catch {
    return true
  }
}
