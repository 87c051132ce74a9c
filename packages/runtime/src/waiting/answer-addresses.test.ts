import { expect, test } from 'vitest'
import { createAnswerAddresses } from './answer-addresses.ts'

const options = { key: Buffer.alloc(32, 1), publicUrl: 'https://millrace.example.com/' }
const addresses = createAnswerAddresses(options)
const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1)

test('the address of an answer leads to its execution, after a restart too', () => {
  const url = addresses.urlOf('acme', '01abc')
  expect(url).toMatch(/^https:\/\/millrace\.example\.com\/webhook-status\/01abc\.[A-Za-z0-9_-]{43}$/)
  expect(createAnswerAddresses(options).executionOf('acme', tokenOf(url))).toBe('01abc')
})

test('attack 26: another execution, account or instance is not to be had with it, nor a part of it', () => {
  const token = tokenOf(addresses.urlOf('acme', '01abc'))
  const proof = token.slice('01abc.'.length)
  for (const wrong of [`01abd.${proof}`, `01abc.${proof.slice(1)}A`, '01abc', '01abc.', `${token}x`, token.toUpperCase(), ''])
    expect(addresses.executionOf('acme', wrong)).toBeUndefined()
  expect(addresses.executionOf('globex', token)).toBeUndefined()
  expect(createAnswerAddresses({ ...options, key: Buffer.alloc(32, 2) }).executionOf('acme', token)).toBeUndefined()
})
