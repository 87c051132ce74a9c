import { expect, test } from 'vitest'
import { createWaitingAddresses, hashOfToken } from './waiting-addresses.ts'

const key = Buffer.alloc(32, 7)
const place = { account: 'default', executionId: 'e', step: 'ask' }
const { tokenOf, urlOf } = createWaitingAddresses({ key, publicUrl: 'https://m.example/' })

test('a token has 256 bits and follows from the key and the step alone', () => {
  const token = tokenOf(place)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(createWaitingAddresses({ key, publicUrl: 'http://elsewhere' }).tokenOf({ ...place })).toBe(token)
  expect(createWaitingAddresses({ key: Buffer.alloc(32, 8), publicUrl: 'https://m.example' }).tokenOf(place)).not.toBe(token)
})

test('no two steps share one, however their names are cut', () => {
  const places = [
    place,
    { ...place, account: 'other' },
    { ...place, step: 'items[0].ask' },
    { ...place, executionId: 'e","ask', step: '' },
    { account: 'defaulte', executionId: '', step: 'ask' },
  ]
  expect(new Set(places.map(tokenOf)).size).toBe(places.length)
})

test('it is not the key’s own HMAC, and its hash does not tell it', () => {
  const token = tokenOf(place)
  expect(urlOf(token)).toBe(`https://m.example/webhook-waiting/${token}`)
  expect(hashOfToken(token)).toMatch(/^[0-9a-f]{64}$/)
  expect(hashOfToken(token)).not.toContain(token)
})
