import { expect, test } from 'vitest'
import { fuzzyMatch } from './fuzzy-match.ts'

function best(typed: string, texts: readonly string[]): string | undefined {
  return texts
    .map((text) => ({ text, score: fuzzyMatch(text, typed)?.score ?? Number.NEGATIVE_INFINITY }))
    .sort((one, other) => other.score - one.score)
    .find(({ score }) => score > Number.NEGATIVE_INFINITY)?.text
}

test('letters are found in their order, anywhere', () => {
  expect(fuzzyMatch('Nightly report', 'ngtrp')?.places).toEqual([0, 2, 4, 8, 10])
  expect(fuzzyMatch('Nightly report', 'trn')).toBeUndefined()
  expect(fuzzyMatch('a bill back', 'bllb')?.places).toEqual([2, 4, 5, 7])
  expect(fuzzyMatch('abc b', 'bc')?.places).toEqual([1, 2])
  expect(fuzzyMatch('Nightly report', '')).toEqual({ score: 0, places: [] })
})

test('a part that was typed whole goes before scattered letters, and the beginning of a word before its middle', () => {
  expect(best('order', ['Old rider', 'Reorder stock', 'Order approval'])).toBe('Order approval')
  expect(best('order', ['Old rider', 'Reorder stock'])).toBe('Reorder stock')
  expect(best('nr', ['Winner', 'Nightly report'])).toBe('Nightly report')
})

test('names in any script are found', () => {
  expect(fuzzyMatch('Übersicht für Köln', 'köln')?.places).toEqual([14, 15, 16, 17])
})
