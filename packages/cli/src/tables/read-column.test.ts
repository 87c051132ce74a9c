import { describe, expect, test } from 'vitest'
import { readColumn, readColumnSettings } from './read-column.ts'
import { readMetric } from './read-metric.ts'

describe('a column on the command line', () => {
  test.each([
    ['note', { name: 'note', type: 'string' }],
    ['email:string:required:unique', { name: 'email', type: 'string', required: true, unique: true }],
    ['owner:pointer:table=customer:index', { name: 'owner', type: 'pointer', table: 'customer', index: true }],
    ['place:json:default={"a":1}', { name: 'place', type: 'json', default: { a: 1 } }],
  ])('%s', (text, column) => expect(readColumn(text)).toEqual(column))

  test.each([
    ['a:money', 'there is no column type "money"'],
    ['a:string:primary', '"primary" means nothing'],
    ['a:string:default=new', 'a text needs quotes'],
  ])('%s is refused', (text, message) => expect(() => readColumn(text)).toThrow(message))
})

describe('what is set on a column', () => {
  test('takes marks on and off, and a default', () => {
    expect(readColumnSettings('email:unique:no-index:default=null')).toEqual({
      type: 'set',
      column: 'email',
      unique: true,
      index: false,
      default: null,
    })
  })

  test('is something', () => expect(() => readColumnSettings('email')).toThrow('email:unique'))
  test('is known', () => expect(() => readColumnSettings('email:uniqe')).toThrow('"uniqe" cannot be set'))
})

describe('a metric', () => {
  test.each([
    ['count', { count: { count: true } }],
    ['sum:amount', { sum_amount: { sum: 'amount' } }],
    ['total=sum:amount', { total: { sum: 'amount' } }],
  ])('%s', (text, metric) => expect(readMetric(text)).toEqual(metric))

  test.each(['median:amount', 'sum', 'count:amount'])('%s is refused', (text) => expect(() => readMetric(text)).toThrow('sum:COLUMN'))
})
