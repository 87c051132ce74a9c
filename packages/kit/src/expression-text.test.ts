import { expect, test } from 'vitest'
import { holdsExpressionWithin, isWholeExpression } from './expression-text.ts'

test.each(['{{ a }}', '{{ { b: 1 } }}'])('%j is one whole expression', (text) => {
  expect(isWholeExpression(text)).toBe(true)
})

test.each(['a', '{{ a }} b', 'b {{ a }}', '{{ a }}{{ b }}', '{{ a }}\n', ' {{ a }}', '\\{{ a }}', '{{ a', null, 3])(
  '%j is not',
  (value) => {
    expect(isWholeExpression(value)).toBe(false)
  },
)

test('an expression is found however deep it stands', () => {
  expect(holdsExpressionWithin({ a: [1, { b: 'x {{ y }}' }] })).toBe(true)
  expect(holdsExpressionWithin({ a: [1, { b: 'x' }], c: null })).toBe(false)
})
