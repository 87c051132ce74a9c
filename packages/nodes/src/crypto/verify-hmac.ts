import { createHmac, timingSafeEqual } from 'node:crypto'
import { defineNode, done, FatalError, folded } from '@millrace/kit'
import { z } from 'zod'
import { algorithm, badInput, bytesOf, encoding, key, keyEncoding, outputEncoding, value } from './digest-params.ts'

export const cryptoVerifyHmac = defineNode({
  type: 'crypto.verify-hmac',
  title: 'Verify HMAC',
  icon: 'shield-check',
  group: 'data',
  summary: 'Checks a signature made with a secret key and goes one of two ways.',
  docs: `Goes on at \`valid\` or \`invalid\`. The comparison takes the same time wherever the signatures differ. A signature that is written wrongly is invalid, not an error.

\`prefix\` is what stands before the signature, such as \`sha256=\`; without it the signature is invalid. For webhooks use the trigger's own check, which sees the bytes as they came.`,
  params: z.strictObject({
    value,
    encoding,
    key,
    keyEncoding,
    algorithm,
    signature: z.string().meta({ title: 'Signature', description: 'What was sent' }),
    signatureEncoding: outputEncoding.meta({ title: 'Signature encoding', description: 'How the signature is written', ...folded }),
    prefix: z
      .string()
      .default('')
      .meta({ title: 'Prefix', description: 'What must stand before the signature', ...folded }),
  }),
  ports: ['valid', 'invalid'],
  output: z.strictObject({ valid: z.boolean() }),
  effects: 'pure',
  errors: [badInput],
  examples: [
    {
      name: 'a good signature',
      with: { value: 'hello', key: '{{ secrets.api_token }}', signature: '{{ input }}', prefix: 'sha256=' },
      input: 'sha256=df3178e409a68446314d5be83b911b78dc6fa272a556429fd9d2092575dcf174',
      port: 'valid',
      output: { valid: true },
    },
  ],
  run({ params }) {
    const mac = createHmac(params.algorithm, bytesOf(params.key, params.keyEncoding, 'key'))
    const wanted = mac.update(bytesOf(params.value, params.encoding, 'value')).digest()
    const sent = sentBytes(params)
    const valid = sent !== undefined && sent.length === wanted.length && timingSafeEqual(sent, wanted)
    return done({ valid }, valid ? 'valid' : 'invalid')
  },
})

interface Sent {
  readonly signature: string
  readonly prefix: string
  readonly signatureEncoding: 'hex' | 'base64' | 'base64url'
}

function sentBytes({ signature, prefix, signatureEncoding }: Sent): Buffer | undefined {
  if (!signature.startsWith(prefix)) return undefined
  try {
    return bytesOf(signature.slice(prefix.length), signatureEncoding, 'signature')
  } catch (error) {
    if (!(error instanceof FatalError)) throw error
    return undefined
  }
}
