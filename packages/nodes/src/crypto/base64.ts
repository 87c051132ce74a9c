import { isUtf8 } from 'node:buffer'
import { defineNode, done, FatalError } from '@millrace/kit'
import { z } from 'zod'
import { textErrors, textInput } from '../text/text-input.ts'
import { bytesOf } from './digest-params.ts'

export const cryptoBase64 = defineNode({
  type: 'crypto.base64',
  title: 'Base64',
  icon: 'binary',
  group: 'data',
  summary: 'Writes a text as Base64, or reads it from there.',
  docs: 'Text is UTF-8. With `urlSafe: true` the alphabet is that of URLs (`-` and `_`), without padding when it is written. Base64 hides nothing. Bytes that are no text belong into a file: `file.create` takes Base64.',
  params: z.strictObject({
    text: z.string().optional().meta({ title: 'Text', description: 'What came in, when left out' }),
    action: z.enum(['encode', 'decode']).default('encode').meta({ title: 'Action', description: 'Write or read Base64' }),
    urlSafe: z.boolean().default(false).meta({ title: 'URL-safe', description: 'The alphabet that URLs can hold' }),
  }),
  output: z.string(),
  effects: 'pure',
  errors: [...textErrors, { code: 'BAD_BASE64', when: 'The text is not Base64, or its bytes are no UTF-8. A retry does not help.' }],
  examples: [
    { name: 'encode', with: {}, input: 'Größe', output: 'R3LDtsOfZQ==' },
    { name: 'decode', with: { action: 'decode', text: '{{ input.data }}' }, input: { data: 'aGk=' }, output: 'hi' },
  ],
  run({ params: { text, action, urlSafe }, input }) {
    const given = textInput(text, input, 'text')
    const encoding = urlSafe ? 'base64url' : 'base64'
    return done(action === 'encode' ? Buffer.from(given).toString(encoding) : decode(given.replace(/\s/g, ''), encoding))
  },
})

function decode(text: string, encoding: 'base64' | 'base64url'): string {
  const bytes = readBytes(text, encoding)
  if (bytes && isUtf8(bytes)) return bytes.toString('utf8')
  throw new FatalError(`The text cannot be decoded: ${bytes ? 'its bytes are no UTF-8 text' : `it is not ${encoding}`}.`, {
    code: 'BAD_BASE64',
  })
}

function readBytes(text: string, encoding: 'base64' | 'base64url'): Buffer | undefined {
  try {
    return bytesOf(text, encoding, 'text')
  } catch (error) {
    if (!(error instanceof FatalError)) throw error
    return undefined
  }
}
