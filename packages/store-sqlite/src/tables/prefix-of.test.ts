import { compileLinearPattern } from '@millrace/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prefixOf } from './prefix-of.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

test.each([
  ['^sku-12', '', 'sku-12'],
  ['^a\\.b\\-c.*z$', 's', 'a.b-c'],
  ['^über+', '', 'über'],
  ['^ab*', '', 'a'],
  ['^a😀?b', '', 'a'],
  ['^ab{0,2}', '', 'a'],
  ['^a\\d', '', 'a'],
  ['^(ab)?c', '', ''],
  ['^a|b', '', ''],
  ['^ab', 'i', ''],
  ['^ab', 'm', ''],
  ['ab', '', ''],
])('what %j with %j matches begins with %j', (pattern, flags, prefix) => expect(prefixOf(pattern, flags)).toBe(prefix))

test('no text is matched that begins otherwise', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    '^',
    '$',
    '.',
    '*',
    '?',
    '+',
    '|',
    '(',
    ')',
    '{2}',
    '{0,1}',
    '\\.',
    '\\a',
    '\\b',
    '[ab]',
    '\\Q',
    '(?i)',
    '\\x61',
  )
  const pattern = fc.array(part, { maxLength: 7 }).map((parts) => `^${parts.join('')}`)
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', 'A'), maxLength: 5 })
  fc.assert(
    fc.property(pattern, fc.constantFrom('', 's', 'i', 'm'), text, (given, flags, found) => {
      const compiled = compiledOrNone(given, flags)
      if (compiled?.test(found) === true) expect(found.startsWith(prefixOf(given, flags)), given).toBe(true)
    }),
    { numRuns: Math.ceil(100_000 * scale) },
  )
})

function compiledOrNone(pattern: string, flags: string) {
  try {
    return compileLinearPattern(pattern, flags)
  } catch {
    // Many of these are no regular expressions.
    return undefined
  }
}
