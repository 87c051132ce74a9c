import { expect, test } from 'vitest'
import { authorize } from '../../testing/authorize.ts'
import { httpBasic } from './basic.ts'

const hosts = ['api.example.com']

test('sends user and password as RFC 7617 shows', async () => {
  const { authorization } = await authorize(httpBasic, { user: 'Aladdin', password: 'open sesame', hosts })
  expect(authorization).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')
})

test('sends what is not ASCII as UTF-8', async () => {
  const { authorization } = await authorize(httpBasic, { user: 'test', password: '123£', hosts })
  expect(authorization).toBe('Basic dGVzdDoxMjPCow==')
})

test('takes a user without a password, and no user with a colon', async () => {
  expect((await authorize(httpBasic, { user: 'key', hosts })).authorization).toBe(`Basic ${btoa('key:')}`)
  expect(() => httpBasic.parse({ user: 'a:b', hosts })).toThrow(/colon/)
})
