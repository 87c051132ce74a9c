import type { Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import type { FormShape } from './form-shape.ts'
import { isExpression, looksUnfinished, textOfField, textOfValue, typedValue, valueOfField } from './typed-value.ts'

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

test('a value of any shape that is shown as text is the same value again, and a text stays a text', () => {
  const list: FormShape = { kind: 'list', item: { kind: 'any' } }
  const text: FormShape = { kind: 'text', isLong: false }
  const given: readonly (readonly [FormShape, Json])[] = [
    [list, [1, '{{ item }}']],
    [list, '{{ trigger.body }}'],
    [text, '4711'],
    [text, '{{ a }}'],
    [{ kind: 'number', isWhole: true }, 12],
  ]
  expect(given.map(([shape, value]) => valueOfField(shape, textOfField(shape, value)))).toEqual(given.map(([, value]) => value))
  expect(valueOfField(text, '')).toBe(undefined)
  expect(textOfField({ kind: 'any' }, '')).toBe('')
})
