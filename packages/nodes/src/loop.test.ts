import { expect, test } from 'vitest'
import { loop } from './loop.ts'

test('takes a condition for before, for after, or both', () => {
  for (const params of [{ while: '{{ index < 3 }}' }, { until: '{{ input.done }}' }, { while: true, until: '{{ input.done }}' }]) {
    expect(loop.checkParams(params)).toEqual([])
  }
})

test('needs a condition', () => {
  expect(loop.checkParams({})).toEqual([{ path: [], message: 'give "while" or "until".' }])
  expect(loop.checkParams({ maxIterations: 3 })).toHaveLength(1)
})

test.each(['index < 3', '{{ index }} < 3'])('the condition %j is a mistake: it would be true for ever', (condition) => {
  expect(loop.checkParams({ while: condition })).toEqual([{ path: ['while'], message: 'must be one whole expression, {{ … }}.' }])
})

test('goes at most 100,000 rounds', () => {
  expect(loop.checkParams({ while: true, maxIterations: 100_000 })).toEqual([])
  for (const maxIterations of [0, 100_001, 1.5]) expect(loop.checkParams({ while: true, maxIterations })).toHaveLength(1)
})
