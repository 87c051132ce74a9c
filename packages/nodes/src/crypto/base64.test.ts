import { testNode } from '@millrace/kit/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cryptoBase64 } from './base64.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

test('any text comes back, in both alphabets', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.boolean(), async (text, urlSafe) => {
      const written = await testNode(cryptoBase64, { with: { urlSafe }, input: text })
      const base64 = written.type === 'done' ? written.output : null
      expect(await testNode(cryptoBase64, { with: { urlSafe, action: 'decode' }, input: base64 })).toMatchObject({ output: text })
    }),
    { numRuns: Math.ceil(2_000 * scale) },
  )
})

test('the alphabet of URLs', async () => {
  expect(await testNode(cryptoBase64, { with: { urlSafe: true }, input: 'a?b>~' })).toMatchObject({ output: 'YT9iPn4' })
  expect(await testNode(cryptoBase64, { with: {}, input: 'a?b>~' })).toMatchObject({ output: 'YT9iPn4=' })
})

test('line ends are passed over', async () => {
  expect(await testNode(cryptoBase64, { with: { action: 'decode' }, input: 'aG\r\nk=\n' })).toMatchObject({ output: 'hi' })
})

test.each(['a', '####', 'YQ=', '_-_-', '/w=='])('%j cannot be decoded', async (text) => {
  await expect(testNode(cryptoBase64, { with: { action: 'decode' }, input: text })).rejects.toMatchObject({ code: 'BAD_BASE64' })
})
