import { expect, test } from 'vitest'
import { contrastTexts, previewLines } from './value-preview.ts'

test('a value is told in a few short lines', () => {
  expect(previewLines({ id: 7, lines: [1, 2], to: { city: 'Berlin' }, note: 'two\n  lines' })).toEqual([
    { name: 'id', text: '7' },
    { name: 'lines', text: 'a list of 2' },
    { name: 'to', text: '{"city":"Berlin"}' },
    { name: 'note', text: 'two lines' },
  ])
  expect(previewLines('x'.repeat(100))).toEqual([{ name: undefined, text: `${'x'.repeat(64)}…` }])
  expect(previewLines([1, 2, 3, 4, 5, 6, 7, 8]).at(-1)).toEqual({ name: undefined, text: '… and 2 more' })
  expect(previewLines([])).toEqual([{ name: undefined, text: 'an empty list' }])
  expect(previewLines(undefined)).toEqual([{ name: undefined, text: 'nothing' }])
})

test('two long texts are told by the place at which they part', () => {
  const same = 'the same words again and again, '.repeat(9)
  expect(contrastTexts(`${same}one`, `${same}two`)).toEqual(['…gain and again, one', '…gain and again, two'])
  expect(contrastTexts('one', 'two')).toEqual(['one', 'two'])
  expect(contrastTexts(1, undefined)).toEqual(['1', 'nothing'])
})
