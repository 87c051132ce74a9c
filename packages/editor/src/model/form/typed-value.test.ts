import type { Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import { isExpression, looksUnfinished, textOfValue, typedValue } from './typed-value.ts'

test.each<[string, Json | undefined]>([
  ['hello', 'hello'],
  ['12', 12],
  ['"12"', '12'],
  ['true', true],
  ['{"a": [1]}', { a: [1] }],
  ['{{ trigger.body }}', '{{ trigger.body }}'],
  ['  ', undefined],
])('%s means %j', (text, value) => {
  expect(typedValue(text)).toEqual(value)
})

test.each<Json>(['hello', '12', 'null', '', 12, null, { a: [1] }, [], '{{ x }}', 'two\nlines'])(
  '%j is read again from its text',
  (value) => {
    expect(typedValue(textOfValue(value))).toEqual(value)
  },
)

test('says when a list or map is not finished, but not of an expression', () => {
  expect([looksUnfinished('{"a":'), looksUnfinished('[1]'), looksUnfinished('{{ a }}'), looksUnfinished('hello')]).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('an expression is a text with braces', () => {
  expect([isExpression('to {{ a }}'), isExpression('plain'), isExpression(1)]).toEqual([true, false, false])
})
