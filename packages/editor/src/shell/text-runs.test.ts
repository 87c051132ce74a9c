import { expect, test } from 'vitest'
import { textRuns } from './text-runs.ts'

test('a text is cut where marked signs begin and end', () => {
  expect(textRuns('Nightly', [0, 1, 4]).map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))).toEqual(['[Ni]', 'gh', '[t]', 'ly'])
  expect(textRuns('whole', []).map(({ text }) => text)).toEqual(['whole'])
  expect(textRuns('', [])).toEqual([])
})
