import { defineNode, done, fileHandle } from '@millrace/kit'
import { z } from 'zod'
import { existsFailure, nameFailures } from './disk-failures.ts'
import { diskFile, folder, name } from './disk-params.ts'
import { shownFile } from './shown-file.ts'

export const diskWrite = defineNode({
  type: 'disk.write',
  title: 'Write file to disk',
  icon: 'hard-drive-download',
  group: 'data',
  summary: 'Puts a text or a file into a folder of the machine.',
  docs: `The file appears whole or not at all, and is on disk when the step has ended. Folders in the name are made.

Without \`replace\` a file that is there is left alone and the step fails; so it is too when a step is repeated after a crash that had just written it.

Only folders that the server's configuration hands out can be used: see \`disk.list\`.`,
  params: z.strictObject({
    folder,
    name,
    content: z.union([z.string(), fileHandle()]).meta({ title: 'Content', description: 'A text, or the handle of a file' }),
    replace: z.boolean().default(true).meta({ title: 'Replace', description: 'A file of this name that is there' }),
  }),
  effects: 'idempotent',
  output: diskFile,
  errors: [...nameFailures, existsFailure],
  examples: [
    { name: 'a report', with: { folder: 'outbox', name: '{{ trigger.day }}/report.csv', content: '{{ input }}' }, needs: 'a folder' },
  ],
  async run({ params, disk, files }) {
    const { content, replace: replaces } = params
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : await files.read(content)
    return done(shownFile(params.folder, await disk.write(params.folder, params.name, bytes, { replaces })))
  },
})
