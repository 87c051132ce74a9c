import { defineNode, done, fileHandle } from '@millrace/kit'
import { z } from 'zod'
import { missingFailure, nameFailures } from './disk-failures.ts'
import { folder, name } from './disk-params.ts'
import { mediaTypeOf } from './media-type-of.ts'

export const diskRead = defineNode({
  type: 'disk.read',
  title: 'Read file from disk',
  icon: 'hard-drive-upload',
  group: 'data',
  summary: 'Takes a file from a folder of the machine, and gives out its handle.',
  docs: `The file is copied as it is now: what happens to it later changes nothing for the workflow. Other nodes take the handle as \`file\`; \`file.read\` gives its content, \`csv.read\` its rows.

Only folders that the server's configuration hands out can be used: see \`disk.list\`.`,
  params: z.strictObject({ folder, name }),
  effects: 'idempotent',
  output: fileHandle(),
  errors: [...nameFailures, missingFailure, { code: 'FILE_TOO_LARGE', when: 'it is larger than `MILLRACE_MAX_FILE_SIZE`' }],
  examples: [{ name: 'a report', with: { folder: 'inbox', name: '2027/report.csv' }, needs: 'a folder' }],
  async run({ params, disk, files }) {
    const { content } = await disk.read(params.folder, params.name)
    const shown = params.name.split('/').at(-1) ?? params.name
    return done(await files.write(content, { name: shown, mediaType: mediaTypeOf(shown) }))
  },
})
