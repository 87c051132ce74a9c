import type { Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import { attributeValue, type DeclaredType, itemOf, plainItem } from './attribute-value.ts'

test.each<[string, Json]>([
  ['0', 0],
  ['-1.5', -1.5],
  ['1E-7', 1e-7],
  ['9007199254740991', 9007199254740991],
  ['9007199254740993', '9007199254740993'],
  ['0.1', 0.1],
  ['123456789012345678', '123456789012345678'],
  ['0.1000000000000000055', '0.1000000000000000055'],
  ['1000000000000000000000', '1000000000000000000000'],
  ['1E+125', 1e125],
])('the number %s is read as %j', (N, plain) => {
  expect(plainItem({ n: { N } })).toEqual({ n: plain })
})

test('each kind of value is written and read', () => {
  const item = { s: 'x', n: 1, b: false, z: null, l: [1, ['a', {}]], m: { m: { l: [] } } }
  expect(itemOf(item, {})).toEqual({
    s: { S: 'x' },
    n: { N: '1' },
    b: { BOOL: false },
    z: { NULL: true },
    l: { L: [{ N: '1' }, { L: [{ S: 'a' }, { M: {} }] }] },
    m: { M: { m: { M: { l: { L: [] } } } } },
  })
  expect(plainItem(itemOf(item, {}))).toEqual(item)
  expect(plainItem({ ss: { SS: ['a'] }, ns: { NS: ['1', '12345678901234567890'] }, bs: { BS: ['AA=='] }, b: { B: 'AA==' } })).toEqual({
    ss: ['a'],
    ns: [1, '12345678901234567890'],
    bs: ['AA=='],
    b: 'AA==',
  })
})

test('an attribute named __proto__ is data', () => {
  const item = JSON.parse('{"__proto__":{"polluted":1}}')
  expect(JSON.stringify(plainItem(itemOf(item, {})))).toBe('{"__proto__":{"polluted":1}}')
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

test.each<[Json, DeclaredType]>([
  ['x', 'number'],
  ['1; DROP', 'number'],
  [1, 'binary'],
  ['a', 'string-set'],
  [[], 'string-set'],
  [[1], 'string-set'],
  [['x'], 'number-set'],
  [[null], 'binary-set'],
])('%j is no %s', (value, type) => {
  expect(() => attributeValue(value, type)).toThrow(expect.objectContaining({ code: 'BAD_PARAMS' }))
})
