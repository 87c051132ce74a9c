import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { cryptoHmac } from './hmac.ts'

test('gives what RFC 4231 says', async () => {
  const trial = { with: { value: 'what do ya want for nothing?', key: 'Jefe' } }
  expect(await testNode(cryptoHmac, trial)).toMatchObject({ output: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843' })
})

test('the key may be written as hex', async () => {
  const trial = { with: { value: 'Hi There', key: '0b'.repeat(20), keyEncoding: 'hex' } }
  expect(await testNode(cryptoHmac, trial)).toMatchObject({ output: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7' })
})

test('a key that is written wrongly is not shown', async () => {
  await expect(testNode(cryptoHmac, { with: { value: 'x', key: 's3cret', keyEncoding: 'hex' } })).rejects.toThrow('The key is not hex.')
})
