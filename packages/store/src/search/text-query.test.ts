import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textsOf } from './event-texts.ts'
import { matchesTexts, parseTextQuery } from './text-query.ts'
import { foldText, tokensIn } from './tokens.ts'

function finds(query: string, ...texts: readonly string[]): boolean {
  const parsed = parseTextQuery(query)
  if (parsed === undefined) throw new Error(`"${query}" is no query.`)
  return matchesTexts(parsed, texts)
}

test('every word must occur, whole, in any of the texts, whatever its case and accents', () => {
  expect(finds('order 4711', 'An Order', 'of 4711')).toBe(true)
  expect(finds('order 471', 'order 4711')).toBe(false)
  expect(finds('STRASSE café', 'straße strasse', 'CAFE\u0301')).toBe(true)
  expect(finds('order refund', 'order')).toBe(false)
})

test('a word with a star finds what begins so', () => {
  expect(finds('ord*', 'orders')).toBe(true)
  expect(finds('rders*', 'orders')).toBe(false)
})

test('what stands between quotes, and words with signs in them, stand in the text as they are', () => {
  expect(finds('"payment failed"', 'the payment failed twice')).toBe(true)
  expect(finds('"payment failed"', 'failed payment', 'payment')).toBe(false)
  expect(finds('ord-4711', 'see ORD-4711.')).toBe(true)
  expect(finds('ord-4711', 'ord 4711')).toBe(false)
  expect(finds('ada@example.test', 'to: ada@example.test')).toBe(true)
})

test('ideographs are found inside a longer run of them', () => {
  expect(finds('東京', '私は東京に住む')).toBe(true)
  expect(finds('京東', '私は東京に住む')).toBe(false)
})

test('special characters are data: nothing that is typed has another meaning', () => {
  for (const query of [
    'a OR b',
    'NOT a',
    'a:b',
    '(a',
    'a"',
    'NEAR(a b)',
    '-a',
    "a'; DROP TABLE x",
    '^a',
    'a AND',
    '{a}',
    'a+b',
    '\\a',
    '"a',
  ])
    expect(finds(query, query.replaceAll('"', '')), query).toBe(true)
  expect(finds('a OR b', 'a')).toBe(false)
  for (const query of ['', '  ', '***', '"', '""', '-- !']) expect(parseTextQuery(query), query).toBeUndefined()
})

test('any text is found by any of its words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
      for (const token of tokensIn(foldText(text))) expect(finds(`"${token}"`, text)).toBe(true)
    }),
  )
})

test('of events it takes what users, nodes and logs say, and not what we add', () => {
  const texts = textsOf([
    {
      type: 'execution-started',
      at: 1,
      executionId: 'the-id',
      workflow: { id: 'the-workflow', version: 1 },
      trigger: { id: 'hook', type: 'webhook', data: { body: { order: 4711, deep: ['x', { y: 'z' }] } } },
      inputs: {},
      vars: { secretish: 'not-this' },
      env: {},
    },
    {
      type: 'step-failed',
      at: 2,
      step: 'a-step',
      attempt: 1,
      startedAt: 1,
      random: 0.123,
      error: { code: 'HTTP_STATUS', class: 'fatal', message: 'it broke' },
      logs: [{ at: 1, level: 'info', message: 'said so', data: { why: 'because' } }],
    },
  ])
  for (const text of ['4711', 'x', 'z', 'HTTP_STATUS', 'it broke', 'said so', 'because']) expect(texts).toContain(text)
  for (const text of ['the-id', 'a-step', 'not-this', '0.123']) expect(texts).not.toContain(text)
})
