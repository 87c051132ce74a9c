import { expect, test } from 'vitest'
import { authorize } from '../testing/authorize.ts'
import { parse } from './parse.ts'

const given = { serverUrl: 'https://api.example.com/parse/', applicationId: 'shop' }

test('sends application and keys in the headers that Parse asks for', async () => {
  const { headers } = await authorize(parse, { ...given, masterKey: 'm', restKey: 'r' })
  expect(headers.get('x-parse-application-id')).toBe('shop')
  expect(headers.get('x-parse-master-key')).toBe('m')
  expect(headers.get('x-parse-rest-api-key')).toBe('r')
})

test('keeps the keys from everybody, and sends them to the server alone', () => {
  expect(parse.secretFields).toEqual(['masterKey', 'restKey'])
  const values = parse.parse({ ...given, serverUrl: 'http://localhost:1337/parse', masterKey: 'm' })
  expect(parse.hosts?.(values)).toEqual(['http://localhost:1337'])
})

test('needs a key and an address of the web', () => {
  expect(() => parse.parse(given)).toThrow(/masterKey.*REST key/)
  expect(() => parse.parse({ ...given, masterKey: 'm', serverUrl: 'api.example.com' })).toThrow(/serverUrl/)
  expect(() => parse.parse({ ...given, masterKey: 'm', serverUrl: 'https://u:p@api.example.com/' })).toThrow(/no user/)
})

test('an address that ends in a slash is the same without it', () => {
  expect(parse.parse({ ...given, masterKey: 'm' })).toMatchObject({ serverUrl: 'https://api.example.com/parse' })
})
