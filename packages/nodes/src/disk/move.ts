import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { existsFailure, missingFailure, nameFailures } from './disk-failures.ts'
import { diskFile, folder, name } from './disk-params.ts'
import { shownFile } from './shown-file.ts'

export const diskMove = defineNode({
  type: 'disk.move',
  title: 'Move file on disk',
  icon: 'folder-input',
  group: 'data',
  summary: 'Moves a file to another name or another folder of the machine.',
  docs: `What has been dealt with is out of the way so, and cannot be taken twice: a move is all or nothing. Folders in the new name are made. A move that a crash interrupts after it was done is repeated and fails with \`DISK_MISSING\`, which \`onError: skip\` or an error path can take.

Only folders that the server's configuration hands out can be used, and both must lie on one disk: see \`disk.list\`.`,
  params: z.strictObject({
    folder,
    name,
    to: name.meta({ title: 'To', description: 'The new name, e.g. `done/report.csv`' }),
    toFolder: folder
      .optional()
      .meta({ title: 'To folder', description: 'Another folder that `MILLRACE_DISK` names; the same when left out' }),
    replace: z.boolean().default(false).meta({ title: 'Replace', description: 'A file of the new name that is there' }),
  }),
  effects: 'external',
  output: diskFile,
  errors: [...nameFailures, missingFailure, existsFailure, { code: 'DISK_ELSEWHERE', when: 'the other folder lies on another disk' }],
  examples: [{ name: 'out of the inbox', with: { folder: 'inbox', name: 'report.csv', to: 'done/report.csv' }, needs: 'a folder' }],
  async run({ params, disk }) {
    const { toFolder = params.folder, to, replace: replaces } = params
    return done(shownFile(toFolder, await disk.move(params.folder, params.name, { folder: toFolder, name: to, replaces })))
  },
})
