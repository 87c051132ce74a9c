import { FatalError, folded } from '@millrace/kit'
import { z } from 'zod'

export const algorithm = z
  .enum(['sha256', 'sha384', 'sha512', 'sha1', 'md5'])
  .default('sha256')
  .meta({ title: 'Algorithm', description: 'sha1 and md5 are broken: only for what insists on them' })

const encodings = ['utf8', 'hex', 'base64', 'base64url'] as const
export type Encoding = (typeof encodings)[number]

export const value = z.string().meta({ title: 'Value', description: 'The text, or bytes written as text' })
export const encoding = z
  .enum(encodings)
  .default('utf8')
  .meta({ title: 'Encoding', description: 'How the value is written: as text, or bytes as hex or base64', ...folded })
export const key = z.string().min(1).meta({ title: 'Key', description: 'A secret: `{{ secrets.SIGNING_KEY }}`' })
export const keyEncoding = z
  .enum(encodings)
  .default('utf8')
  .meta({ title: 'Key encoding', description: 'How the key is written', ...folded })
export const outputEncoding = z
  .enum(['hex', 'base64', 'base64url'])
  .default('hex')
  .meta({ title: 'Output', description: 'How the result is written' })

/** The bytes that a text stands for; fatal `BAD_INPUT` when it is not written so. */
export function bytesOf(text: string, encoding: Encoding, name: string): Buffer {
  const isWritten = {
    utf8: true,
    hex: /^([0-9a-f]{2})*$/i.test(text),
    base64: isBase64(text, /^[A-Za-z0-9+/]*={0,2}$/),
    base64url: isBase64(text, /^[A-Za-z0-9_-]*={0,2}$/),
  }[encoding]
  if (isWritten) return Buffer.from(text, encoding)
  throw new FatalError(`The ${name} is not ${encoding}. Correct it, or name its encoding.`, { code: 'BAD_INPUT' })
}

/** `Buffer` passes over what it cannot read, and would decode nonsense to other nonsense. */
function isBase64(text: string, alphabet: RegExp): boolean {
  const digits = text.replace(/=+$/, '').length
  return alphabet.test(text) && digits % 4 !== 1 && (digits === text.length || text.length % 4 === 0)
}

export const badInput = {
  code: 'BAD_INPUT',
  when: 'A value is not written in the encoding that was named. A retry does not help.',
} as const
