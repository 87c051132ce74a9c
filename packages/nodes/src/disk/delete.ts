import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { nameFailures } from './disk-failures.ts'
import { folder, name } from './disk-params.ts'

export const diskDelete = defineNode({
  type: 'disk.delete',
  title: 'Delete file from disk',
  icon: 'trash',
  group: 'data',
  summary: 'Deletes a file in a folder of the machine.',
  docs: `The output says whether there was one: \`deleted\`. One that is gone already is no error.

Only folders that the server's configuration hands out can be used: see \`disk.list\`.`,
  params: z.strictObject({ folder, name }),
  effects: 'idempotent',
  output: z.object({ deleted: z.boolean() }),
  errors: nameFailures,
  examples: [{ name: 'what was sent', with: { folder: 'outbox', name: 'report.csv' }, needs: 'a folder' }],
  async run({ params, disk }) {
    return done({ deleted: await disk.delete(params.folder, params.name) })
  },
})
