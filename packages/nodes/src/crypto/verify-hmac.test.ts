import { createHmac } from 'node:crypto'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { cryptoVerifyHmac } from './verify-hmac.ts'

const good = createHmac('sha256', 'key').update('body').digest('hex')
const verify = (more: object) => testNode(cryptoVerifyHmac, { with: { value: 'body', key: 'key', signature: good, ...more } })

test('a good signature is valid, in any encoding, with its prefix', async () => {
  expect(await verify({})).toMatchObject({ port: 'valid', output: { valid: true } })
  expect(await verify({ signature: `v1=${good}`, prefix: 'v1=' })).toMatchObject({ port: 'valid' })
  expect(await verify({ signature: Buffer.from(good, 'hex').toString('base64'), signatureEncoding: 'base64' })).toMatchObject({
    port: 'valid',
  })
})

test.each([
  ['another body', { value: 'bodz' }],
  ['another key', { key: 'kez' }],
  ['another algorithm', { algorithm: 'sha512' }],
  ['one digit changed', { signature: good.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) }],
  ['a part of it', { signature: good.slice(0, 32) }],
  ['nothing', { signature: '' }],
  ['no hex', { signature: 'zz' }],
  ['no prefix', { prefix: 'sha256=' }],
])('%s makes it invalid', async (_, more) => {
  expect(await verify(more)).toMatchObject({ port: 'invalid', output: { valid: false } })
})
