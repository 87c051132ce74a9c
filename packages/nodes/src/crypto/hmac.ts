import { createHmac } from 'node:crypto'
import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { algorithm, badInput, bytesOf, encoding, key, keyEncoding, outputEncoding, value } from './digest-params.ts'

export const cryptoHmac = defineNode({
  type: 'crypto.hmac',
  title: 'Sign with HMAC',
  icon: 'signature',
  group: 'data',
  summary: 'Computes the signature of a text with a secret key.',
  docs: 'Whoever has the key can check it, with `crypto.verify-hmac`. Give the key as a secret, so that it appears nowhere.',
  params: z.strictObject({ value, encoding, key, keyEncoding, algorithm, output: outputEncoding }),
  output: z.string(),
  effects: 'pure',
  errors: [badInput],
  examples: [
    {
      name: 'sign a message',
      with: { value: '{{ input }}', key: '{{ secrets.api_token }}' },
      input: 'hello',
      output: 'df3178e409a68446314d5be83b911b78dc6fa272a556429fd9d2092575dcf174',
    },
  ],
  run({ params }) {
    const mac = createHmac(params.algorithm, bytesOf(params.key, params.keyEncoding, 'key'))
    return done(mac.update(bytesOf(params.value, params.encoding, 'value')).digest(params.output))
  },
})
