import type { Json } from '@millrace/engine'
import { defineNode, done, FatalError, fileHandle, jsonValue } from '@millrace/kit'
import { z } from 'zod'

export const fileCreate = defineNode({
  type: 'file.create',
  title: 'Create file',
  icon: 'file-plus',
  group: 'data',
  summary: 'Makes a file of a text, of base64, or of any JSON.',
  docs: `The output is a handle: a small map that names the file and travels through the workflow in its place. The bytes themselves never enter the history. Other nodes take the handle as \`file\`; \`millrace file get\` and the API give the bytes.

A text is written as UTF-8. With \`encoding: base64\` the text is decoded first. Anything that is not a text is written as JSON.`,
  params: z.strictObject({
    content: jsonValue().meta({ title: 'Content', description: 'A text, or any JSON' }),
    encoding: z.enum(['text', 'base64']).default('text').meta({ title: 'Encoding', description: 'How the text is to be read' }),
    name: z.string().min(1).max(255).default('file').meta({ title: 'Name', description: 'What people see; never a path' }),
    mediaType: z
      .string()
      .max(255)
      .optional()
      .meta({ title: 'Media type', description: 'E.g. `text/csv`; guessed from the content when left out' }),
  }),
  effects: 'idempotent',
  output: fileHandle(),
  errors: [{ code: 'BAD_BASE64', when: 'the content is not base64' }],
  examples: [
    { name: 'a report', with: { content: 'sku,amount\na,1\n', name: 'report.csv', mediaType: 'text/csv' } },
    { name: 'JSON', with: { content: { total: '{{ input.total }}' }, name: 'total.json' }, input: { total: 7 } },
  ],
  async run({ params: { content, encoding, name, mediaType }, files }) {
    const bytes = bytesOf(content, encoding)
    return done(await files.write(bytes, { name, mediaType: mediaType ?? guessType(content, encoding) }))
  },
})

function bytesOf(content: Json, encoding: 'text' | 'base64'): Uint8Array {
  if (encoding === 'text') return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
  const bytes = typeof content === 'string' ? Buffer.from(content, 'base64') : undefined
  // Buffer skips what is not base64: what it has skipped shows when it writes the text again.
  if (bytes === undefined || bytes.toString('base64url') !== unpadded(content as string)) {
    throw new FatalError('The content is not base64: check where it comes from, or leave out the encoding.', { code: 'BAD_BASE64' })
  }
  return bytes
}

function unpadded(text: string): string {
  return text.replaceAll(/\s/g, '').replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function guessType(content: Json, encoding: 'text' | 'base64'): string {
  if (encoding === 'base64') return 'application/octet-stream'
  return typeof content === 'string' ? 'text/plain;charset=utf-8' : 'application/json'
}
