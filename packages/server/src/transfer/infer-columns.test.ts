import { takesLinearTime } from '@millrace/engine/testing'
import { expect, test } from 'vitest'
import { guessFromTexts } from './infer-columns.ts'

function typeOf(...texts: readonly string[]) {
  const guess = guessFromTexts()
  for (const text of texts) guess.see('a', text)
  return guess.columns()[0]?.type
}

test.each([
  ['number', ['0.00', '-10.00', '100.50', '7']],
  ['number', ['1.00']],
  ['string', ['1.1', '1.10']],
  ['string', ['-0.0']],
  ['string', ['1.']],
])('a column is a %s where it holds %j', (type, texts) => {
  expect(typeOf(...texts)).toBe(type)
})

test('a cell of many zeros is looked at in linear time', async () => {
  await takesLinearTime(100_000, (size) => expect(typeOf(`1.${'0'.repeat(size)}1`)).toBe('string'))
})
