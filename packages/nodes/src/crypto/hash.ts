import { createHash } from 'node:crypto'
import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { algorithm, badInput, bytesOf, encoding, outputEncoding, value } from './digest-params.ts'

export const cryptoHash = defineNode({
  type: 'crypto.hash',
  title: 'Hash',
  icon: 'hash',
  group: 'data',
  summary: 'Computes the hash of a text.',
  docs: 'For data, write it first: `json.stringify` with `sortKeys: true` gives equal values the same text. A hash is no signature, for anybody can compute it: see `crypto.hmac`. Nor is it for passwords.',
  params: z.strictObject({ value, encoding, algorithm, output: outputEncoding }),
  output: z.string(),
  effects: 'pure',
  errors: [badInput],
  examples: [
    {
      name: 'a fingerprint',
      with: { value: '{{ input.body }}' },
      input: { body: 'abc' },
      output: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    },
  ],
  run({ params }) {
    return done(
      createHash(params.algorithm)
        .update(bytesOf(params.value, params.encoding, 'value'))
        .digest(params.output),
    )
  },
})
