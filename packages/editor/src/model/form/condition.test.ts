import type { Json, JsonObject } from '@millrace/engine'
import { describe, expect, test } from 'vitest'
import {
  newComparison,
  readOperators,
  subjectAsExpression,
  viewCondition,
  withAnother,
  withHow,
  withKey,
  withOperator,
  withParts,
  withSubject,
} from './condition.ts'

const operators = readOperators({
  equals: { value: { description: 'any value' } },
  in: { value: { type: 'array', items: {} } },
  exists: {},
  contains: { kinds: ['text', 'list'], value: {} },
  'starts-with': { kinds: ['text'], value: { type: 'string' } },
  'greater-than': { kinds: ['number'], value: { type: 'number' } },
  'is-type': { value: { type: 'string', enum: ['text', 'number'] } },
})
const view = (condition: Json) => viewCondition(condition, operators)
const operator = (name: string) => operators.find((one) => one.name === name) ?? expect.fail(name)
const row: JsonObject = { path: 'total', is: 'greater-than', value: 100 }

describe('what is shown', () => {
  test('a comparison judges a field, the value itself, or what an expression gives', () => {
    const rest = { kind: 'comparison', operator: 'greater-than', value: 100, ignoresCase: false }
    expect(view(row)).toEqual({ ...rest, subject: { kind: 'field', path: 'total' } })
    expect(view({ is: 'greater-than', value: 100 })).toEqual({ ...rest, subject: { kind: 'field', path: '' } })
    expect(view({ left: '{{ now }}', is: 'greater-than', value: 100 })).toEqual({ ...rest, subject: { kind: 'value', value: '{{ now }}' } })
  })

  test.each<[Json, string]>([
    [[row], 'all'],
    [{ all: [row] }, 'all'],
    [{ any: [row] }, 'any'],
    [{ not: { any: [row] } }, 'none'],
    [{ not: row }, 'not'],
    [{ not: { all: [row, row] } }, 'not'],
  ])('%j is a group: %s', (condition, how) => {
    expect(view(condition)).toMatchObject({ kind: 'group', how })
  })

  test.each<Json>([
    ...['{{ input.ok }}', true, 7, { is: '{{ input.operator }}' }, { is: 'resembles', value: 1 }, { path: 'a', left: 1, is: 'exists' }],
    ...[{ path: 'a', is: 'exists', other: 1 }, { all: '{{ input.list }}' }, { all: [row], any: [row] }, { path: 7, is: 'exists' }],
    ...[{ is: 'equals', value: 1, ignoreCase: '{{ vars.fold }}' }, {}],
  ])('%j is shown as text', (condition) => {
    expect(view(condition)).toEqual({ kind: 'text' })
  })

  test('operators know what they judge, and the field of what they compare with', () => {
    expect(operator('starts-with')).toEqual({ name: 'starts-with', kinds: ['text'], shape: { kind: 'text', isLong: false } })
    expect(operator('exists').shape).toBeUndefined()
    expect(operator('in').shape).toEqual({ kind: 'list', item: { kind: 'any' } })
  })
})

describe('what actions make of it', () => {
  test('groups keep the form that they were written in', () => {
    const [a, b] = [row, { path: 'b', is: 'exists' }]
    expect(withParts([a], [a, b])).toEqual([a, b])
    expect(withParts({ all: [a] }, [b])).toEqual({ all: [b] })
    expect(withParts({ any: [a] }, [a, b])).toEqual({ any: [a, b] })
    expect(withParts({ not: { any: [a] } }, [b])).toEqual({ not: { any: [b] } })
    expect(withParts({ not: a }, [b])).toEqual({ not: b })
    expect(withParts({ any: [a] }, [])).toBeUndefined()
  })

  test('a group is put together in another way', () => {
    expect(withHow([row], 'all', [row])).toEqual([row])
    expect(withHow([row], 'any', [row])).toEqual({ any: [row] })
    expect(withHow({ any: [row] }, 'none', [row])).toEqual({ not: { any: [row] } })
    expect(withHow({ not: row }, 'all', [row])).toEqual({ all: [row] })
    expect(withHow({ any: [row, row] }, 'not', [row, row])).toEqual({ not: { all: [row, row] } })
  })

  test('one more row makes a group of a comparison', () => {
    expect(withAnother(undefined, newComparison, operators)).toEqual(newComparison)
    expect(withAnother(row, newComparison, operators)).toEqual({ all: [row, newComparison] })
    expect(withAnother({ any: [row] }, newComparison, operators)).toEqual({ any: [row, newComparison] })
    expect(withAnother({ not: row }, newComparison, operators)).toEqual({ all: [{ not: row }, newComparison] })
    expect(withAnother('{{ a }}', newComparison, operators)).toEqual({ all: ['{{ a }}', newComparison] })
  })

  test.each<[JsonObject, string, Json]>([
    [row, 'exists', { path: 'total', is: 'exists' }],
    [row, 'equals', { path: 'total', is: 'equals', value: 100 }],
    [row, 'in', { path: 'total', is: 'in', value: [100] }],
    [{ is: 'in', value: ['a', 'b'] }, 'equals', { is: 'equals', value: 'a' }],
    [{ is: 'equals', value: '12' }, 'greater-than', { is: 'greater-than', value: 12 }],
    [{ is: 'equals', value: 'x' }, 'greater-than', { is: 'greater-than', value: 0 }],
    [{ is: 'exists' }, 'is-type', { is: 'is-type', value: 'text' }],
    [{ is: 'equals', value: '{{ vars.a }}', loose: true }, 'greater-than', { is: 'greater-than', value: '{{ vars.a }}', loose: true }],
  ])('%j with the operator %s', (condition, name, expected) => {
    expect(withOperator(condition, operator(name))).toEqual(expected)
  })

  test('a field is typed or dropped, and becomes an expression and a field again', () => {
    expect(withSubject(row, 'lines.0.sku')).toEqual({ ...row, path: 'lines.0.sku' })
    expect(withSubject(row, '{{ input.customer.age }}')).toEqual({ ...row, path: 'customer.age' })
    expect(withSubject(row, '{{ trigger.body.total }}')).toEqual({ left: '{{ trigger.body.total }}', is: 'greater-than', value: 100 })
    expect(withSubject(row, ' ')).toEqual({ is: 'greater-than', value: 100 })
    expect(subjectAsExpression(row)).toEqual({ left: '{{ input.total }}', is: 'greater-than', value: 100 })
    expect(subjectAsExpression({ path: 'a b', is: 'exists' })).toEqual({ left: '{{ input }}', is: 'exists' })
  })

  test('what is not so is not written', () => {
    expect(withKey(row, 'ignoreCase', true)).toEqual({ ...row, ignoreCase: true })
    expect(withKey({ ...row, ignoreCase: true }, 'ignoreCase', false)).toEqual(row)
    expect(withKey(row, 'value', undefined)).toEqual({ path: 'total', is: 'greater-than' })
  })
})
