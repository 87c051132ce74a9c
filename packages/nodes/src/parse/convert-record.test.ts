import type { Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import { convertRecord } from './convert-record.ts'
import { parseId } from './parse-id.ts'
import type { ParseColumn } from './parse-plan.ts'

const times = { createdAt: '2020-01-01T00:00:00.000Z', updatedAt: '2021-01-01T00:00:00.000Z' }

function convert(type: ParseColumn['type'], value: Json | undefined) {
  const object = { objectId: 'abc', ...times, ...(value !== undefined && { f: value }) }
  return convertRecord('Post', [{ name: 'own', type, from: 'f' }], object)
}

test.each([
  ['string', 'text', 'text'],
  ['number', 1.5, 1.5],
  ['boolean', false, false],
  ['date', { __type: 'Date', iso: '2020-02-03T04:05:06.789Z' }, '2020-02-03T04:05:06.789Z'],
  ['pointer', { __type: 'Pointer', className: '_User', objectId: 'u1' }, parseId('_User', 'u1')],
  ['geoPoint', { __type: 'GeoPoint', latitude: 1.5, longitude: -2 }, { latitude: 1.5, longitude: -2 }],
  [
    'json',
    { a: [1, { __type: 'Pointer', className: 'Tag', objectId: 't' }] },
    { a: [1, { __type: 'Pointer', className: 'Tag', objectId: 't' }] },
  ],
  ['json', { __type: 'Bytes', base64: 'aGVsbG8=' }, { __type: 'Bytes', base64: 'aGVsbG8=' }],
  ['string', undefined, null],
  ['pointer', null, null],
] as const)('%s: %j becomes %j', (type, value, kept) => {
  expect(convert(type, value as Json | undefined)).toMatchObject({ fields: { own: kept }, times, changed: [] })
})

test.each([
  ['number', '1', null],
  ['pointer', '', null],
  ['date', { __type: 'Date', iso: '+012020-02-03T04:05:06.789Z' }, null],
  ['geoPoint', { latitude: 91, longitude: 0 }, null],
  ['string', 'a\u0000b', 'a\uFFFDb'],
  ['string', 'half \uD800', 'half \uFFFD'],
] as const)('%s: %j cannot be kept as it is, and is told', (type, value, kept) => {
  expect(convert(type, value)).toMatchObject({ fields: { own: kept }, changed: ['f'] })
})

test('the id follows from class and object, and is one of ours', () => {
  expect(convert('json', null)?.id).toBe(parseId('Post', 'abc'))
  expect(parseId('Post', 'abc')).toMatch(/^[0-9a-f]{24}$/)
  expect(parseId('Tag', 'abc')).not.toBe(parseId('Post', 'abc'))
})

test('files and relations are left to whoever fetches them, and what is no object is none', () => {
  const file = { __type: 'File', name: 'a.txt', url: 'https://files.example.com/a.txt' }
  expect(convert('file', file)).toMatchObject({ fields: {}, files: [{ value: file }] })
  expect(convert('relation', { __type: 'Relation', className: 'Tag' })).toMatchObject({ fields: {}, relations: [{ name: 'own' }] })
  expect(convertRecord('Post', [], 'x')).toBeUndefined()
})
