import { control, defineNode, done, FatalError, fileHandle, folded } from '@millrace/kit'
import { z } from 'zod'
import { readArchive } from './read-archive.ts'

const mebibyte = 1024 * 1024

export const compressUnzip = defineNode({
  type: 'compress.unzip',
  title: 'Unzip',
  icon: 'archive-restore',
  group: 'data',
  summary: 'Unpacks a zip archive into files.',
  docs: `The output has \`files\`: for each file of the archive a handle, with its place in the archive as \`path\` beside the handle's own fields. Nothing is ever written to that place: it is a text.

The archive is streamed, and what comes out of it is counted: past \`maxBytes\`, or 1,000 files, the step fails with \`FILE_TOO_LARGE\`, however small the archive was. Encrypted archives cannot be read.`,
  params: z.strictObject({
    file: fileHandle().meta({ title: 'File', description: 'The handle of the archive' }),
    maxBytes: z
      .int()
      .min(1)
      .max(10_000 * mebibyte)
      .default(500 * mebibyte)
      .meta({ title: 'Size limit', description: 'The most that may come out, of all files together', ...control('bytes'), ...folded }),
  }),
  effects: 'idempotent',
  output: z.strictObject({ files: z.array(fileHandle()) }),
  errors: [
    { code: 'BAD_ARCHIVE', when: 'the file is not what it should be, or is damaged' },
    { code: 'FILE_TOO_LARGE', when: 'more would come out than `maxBytes` allows' },
  ],
  examples: [
    {
      name: 'an upload',
      with: { file: '{{ input }}', maxBytes: 100_000_000 },
      file: 'UEsDBBQAAAAAAAAAIQAgMDo2BgAAAAYAAAAFAAAAYS50eHRoZWxsbwpQSwECFAMUAAAAAAAAACEAIDA6NgYAAAAGAAAABQAAAAAAAAAAAAAAgAEAAAAAYS50eHRQSwUGAAAAAAEAAQAzAAAAKQAAAAAA',
    },
  ],
  async run({ params: { file, maxBytes }, files }) {
    const unpacked = []
    let left = maxBytes
    for await (const entry of readArchive(await files.read(file), file.name)) {
      if (unpacked.length === 1000) throw tooMuch(`"${file.name}" holds more than 1,000 files`)
      const content = counted(entry.content, (size) => {
        left -= size
        if (left < 0) throw tooMuch(`"${file.name}" unpacks to more than ${maxBytes} bytes`)
      })
      const handle = await files.write(content, { name: entry.path.split('/').at(-1) || 'file' })
      unpacked.push({ ...handle, path: entry.path })
    }
    return done({ files: unpacked })
  },
})

async function* counted(content: AsyncIterable<Uint8Array>, count: (size: number) => void): AsyncIterable<Uint8Array> {
  for await (const chunk of content) {
    count(chunk.length)
    yield chunk
  }
}

function tooMuch(what: string): FatalError {
  return new FatalError(`${what}: raise "maxBytes" if you trust where it comes from.`, { code: 'FILE_TOO_LARGE' })
}
