import { expect, test } from 'vitest'
import { authorize } from '../../testing/authorize.ts'
import { httpApiKey } from './api-key.ts'

const hosts = ['api.example.com']

test('sends the key in the header', async () => {
  const { url, headers } = await authorize(httpApiKey, { name: 'X-Key', value: 'k1', hosts })
  expect([headers.get('x-key'), url]).toEqual(['k1', 'https://api.example.com/orders?page=2'])
})

test('sends the key in the query, beside what is there and in place of one of that name', async () => {
  const values = { in: 'query', name: 'key', value: 'k 1', hosts }
  expect((await authorize(httpApiKey, values)).url).toBe('https://api.example.com/orders?page=2&key=k+1')
  expect((await authorize(httpApiKey, values, { url: 'https://api.example.com/?key=other' })).url).toBe('https://api.example.com/?key=k+1')
})

test('a name or a key that no header can hold is refused', () => {
  expect(() => httpApiKey.parse({ name: 'x key', value: 'k', hosts })).toThrow(/name/)
  expect(() => httpApiKey.parse({ value: 'k\r\nx: y', hosts })).toThrow(/value/)
})
