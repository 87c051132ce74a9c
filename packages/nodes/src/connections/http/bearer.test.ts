import { expect, test } from 'vitest'
import { authorize } from '../../testing/authorize.ts'
import { httpBearer } from './bearer.ts'

const hosts = ['api.example.com']

test('sends the token', async () => {
  expect((await authorize(httpBearer, { token: 'abc.def', hosts })).authorization).toBe('Bearer abc.def')
})

test.each(['', 'a b', 'a\nb', 'ä'])('a token that no header can hold is refused: %j', (token) => {
  expect(() => httpBearer.parse({ token, hosts })).toThrow(/token/)
})
