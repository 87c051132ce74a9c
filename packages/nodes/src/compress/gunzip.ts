import { defineNode, done, FatalError, fileHandle } from '@millrace/kit'
import { z } from 'zod'

export const compressGunzip = defineNode({
  type: 'compress.gunzip',
  title: 'Gunzip',
  icon: 'archive-restore',
  group: 'data',
  summary: 'Unpacks a gzip file.',
  docs: `The file is streamed. What comes out may be as large as a file may be on this instance, and no larger: a small file that unpacks to terabytes fails with \`FILE_TOO_LARGE\`.`,
  params: z.strictObject({
    file: fileHandle().meta({ title: 'File', description: 'The handle of the packed file' }),
    mediaType: z.string().max(255).default('application/octet-stream').meta({ title: 'Media type', description: 'Of what is inside' }),
  }),
  effects: 'idempotent',
  output: fileHandle(),
  errors: [{ code: 'BAD_ARCHIVE', when: 'the file is not what it should be, or is damaged' }],
  examples: [{ name: 'a log', with: { file: '{{ input }}', mediaType: 'text/plain' }, file: 'H4sIAAAAAAACA8tIzcnJ5wIAIDA6NgYAAAA=' }],
  async run({ params: { file, mediaType }, files }) {
    const packed = await files.read(file)
    const content = packed.pipeThrough(new DecompressionStream('gzip') as unknown as ReadableWritablePair<Uint8Array, Uint8Array>)
    try {
      return done(await files.write(content, { name: file.name.replace(/\.gz$/, ''), mediaType }))
    } catch (error) {
      if (error instanceof FatalError || !isDamage(error)) throw error
      throw new FatalError(`The file "${file.name}" is not gzip, or is damaged.`, { code: 'BAD_ARCHIVE', cause: error })
    }
  },
})

/** What zlib reports has a code of its own; a disk that is full must not be called a damaged archive. */
function isDamage(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return code.startsWith('Z_') || code.startsWith('ERR_TRAILING') || error instanceof TypeError
}
