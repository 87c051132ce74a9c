import { defineNode, done, fileHandle } from '@millrace/kit'
import { z } from 'zod'

export const compressGzip = defineNode({
  type: 'compress.gzip',
  title: 'Gzip',
  icon: 'archive',
  group: 'data',
  summary: 'Compresses one file as gzip.',
  docs: `The file is streamed, however large it is. Its name gets \`.gz\` at the end. For several files in one, use \`compress.zip\`.`,
  params: z.strictObject({
    file: fileHandle().meta({ title: 'File', description: 'The handle of the file' }),
  }),
  effects: 'idempotent',
  output: fileHandle(),
  examples: [{ name: 'a log', with: { file: '{{ input }}' }, file: 'aGVsbG8K' }],
  async run({ params: { file }, files }) {
    const content = await files.read(file)
    // The stream types of Node and of the web differ by a detail of their buffers.
    const packed = content.pipeThrough(new CompressionStream('gzip') as unknown as ReadableWritablePair<Uint8Array, Uint8Array>)
    return done(await files.write(packed, { name: `${file.name}.gz`, mediaType: 'application/gzip' }))
  },
})
