import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { cryptoHash } from './hash.ts'

test.each([
  ['md5', 'hex', '900150983cd24fb0d6963f7d28e17f72'],
  ['sha1', 'hex', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['sha256', 'base64', 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='],
])('%s in %s', async (algorithm, output, expected) => {
  expect(await testNode(cryptoHash, { with: { value: 'abc', algorithm, output } })).toEqual({ type: 'done', output: expected })
})

test('bytes may be written as hex or base64, and must be', async () => {
  const ofHex = await testNode(cryptoHash, { with: { value: '616263', encoding: 'hex' } })
  expect(ofHex).toEqual(await testNode(cryptoHash, { with: { value: 'YWJj', encoding: 'base64' } }))
  expect(ofHex).toEqual(await testNode(cryptoHash, { with: { value: 'abc' } }))
  for (const encoding of ['hex', 'base64', 'base64url']) {
    await expect(testNode(cryptoHash, { with: { value: 'a b!c', encoding } })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  }
})

test('what looks like an expression in data is text', async () => {
  const result = await testNode(cryptoHash, { with: { value: '{{ input }}' }, input: '{{ secrets.K }}' })
  expect(result).toMatchObject({ output: expect.stringMatching(/^[0-9a-f]{64}$/) })
})
