import { control, defineNode, done, FatalError, fileHandle, folded } from '@millrace/kit'
import { z } from 'zod'

const mebibyte = 1024 * 1024

export const fileRead = defineNode({
  type: 'file.read',
  title: 'Read file',
  icon: 'file-text',
  group: 'data',
  summary: 'Gives the content of a file as text, base64 or JSON.',
  docs: `What a step gives enters the history, so this is for small files: \`maxBytes\` guards against the others. To hand a large file on, hand on its handle.`,
  params: z.strictObject({
    file: fileHandle().meta({ title: 'File', description: 'The handle, e.g. `{{ nodes.download.output.file }}`' }),
    as: z.enum(['text', 'base64', 'json']).default('text').meta({ title: 'As', description: 'What the output is' }),
    maxBytes: z
      .int()
      .min(1)
      .max(64 * mebibyte)
      .default(10 * mebibyte)
      .meta({ title: 'Size limit', description: 'The largest file; a larger one is an error', ...control('bytes'), ...folded }),
  }),
  effects: 'read',
  errors: [
    { code: 'FILE_TOO_LARGE', when: 'the file is larger than `maxBytes`' },
    { code: 'FILE_NOT_TEXT', when: 'it is not UTF-8: read it as base64' },
    { code: 'BAD_JSON', when: 'it is not JSON' },
  ],
  examples: [{ name: 'a small JSON file', with: { file: '{{ input }}', as: 'json' }, file: 'eyJ0b3RhbCI6N30=', output: { total: 7 } }],
  async run({ params: { file, as, maxBytes }, files }) {
    const bytes = await collect(await files.read(file), maxBytes, file.name)
    if (as === 'base64') return done(Buffer.from(bytes).toString('base64'))
    const text = decode(bytes, file.name)
    return done(as === 'text' ? text : parse(text, file.name))
  },
})

async function collect(content: ReadableStream<Uint8Array>, maxBytes: number, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of content) {
    size += part.length
    if (size > maxBytes) {
      throw new FatalError(`The file "${name}" is larger than ${maxBytes} bytes: raise "maxBytes", or hand on the handle instead.`, {
        code: 'FILE_TOO_LARGE',
      })
    }
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new FatalError(`The file "${name}" is not UTF-8 text: read it as base64.`, { code: 'FILE_NOT_TEXT', cause })
  }
}

function parse(text: string, name: string) {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FatalError(`The file "${name}" is not JSON: ${cause instanceof Error ? cause.message : cause}`, {
      code: 'BAD_JSON',
      cause,
    })
  }
}
