import { expect, test } from 'vitest'
import { readContentType } from './content-type.ts'

test.each([
  ['application/json', { essence: 'application/json' }],
  ['Application/JSON; Charset=UTF-8', { essence: 'application/json', charset: 'utf-8' }],
  ['text/plain ; charset="iso-8859-1" ;', { essence: 'text/plain', charset: 'iso-8859-1' }],
  ['multipart/form-data; boundary="a,b;c\\"d"', { essence: 'multipart/form-data', boundary: 'a,b;c"d' }],
  ['application/vnd.api+json;profile=x', { essence: 'application/vnd.api+json' }],
])('reads %s', (header, type) => {
  expect(readContentType(header)).toEqual(type)
})

test.each([
  '',
  'json',
  'application/json, text/plain',
  'application/json; charset=utf-8, text/plain',
  'application/json; charset=utf-8; charset=latin1',
  'application/json; charset',
  'application/json; charset="open',
  'application/ json',
  'application/json\u0000',
  `text/plain${'; a'.repeat(20_000)}`,
])('refuses %j, which two readers may take for two things', (header) => {
  expect(() => readContentType(header)).toThrow(expect.objectContaining({ code: 'CONTENT_TYPE_INVALID' }))
})
