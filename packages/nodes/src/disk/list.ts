import { type DiskFile, defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { folderFailures } from './disk-failures.ts'
import { diskFile, folder } from './disk-params.ts'
import { matchesName } from './matches-name.ts'
import { shownFile } from './shown-file.ts'

export const diskList = defineNode({
  type: 'disk.list',
  title: 'List files on disk',
  icon: 'folder-search',
  group: 'data',
  summary: 'Lists the files of a folder of the machine.',
  docs: `Only folders that the server's configuration hands out can be used: \`MILLRACE_DISK=inbox=/srv/inbox,outbox=/srv/out\`. Links are left out, and so is what \`disk.write\` has not finished.

\`pattern\` compares whole names: \`*\` stands for any text without \`/\`, \`?\` for one character; with \`deep\` the folders inside are listed too, and \`**/\` in a pattern stands for any of them. \`settledMs\` leaves out what has changed in so short a time, and may still be being written.`,
  params: z.strictObject({
    folder,
    pattern: z.string().min(1).max(200).default('*').meta({ title: 'Pattern', description: 'E.g. `*.csv`' }),
    deep: z.boolean().default(false).meta({ title: 'Deep', description: 'Folders inside the folder too' }),
    order: z.enum(['name', 'newest', 'oldest']).default('name').meta({ title: 'Order', description: 'Which files come first' }),
    limit: z.int().min(1).max(10_000).optional().meta({ title: 'Limit', description: 'The first so many' }),
    settledMs: z
      .int()
      .min(0)
      .default(0)
      .meta({ title: 'Settled', description: 'Only files that have not changed for so many milliseconds' }),
  }),
  effects: 'read',
  output: z.array(diskFile),
  errors: [...folderFailures, { code: 'DISK_TOO_MANY', when: 'more than 10,000 files fit the pattern' }],
  examples: [{ name: 'the newest reports', with: { folder: 'inbox', pattern: '*.csv', order: 'newest', limit: 10 }, needs: 'a folder' }],
  async run({ params, disk, now }) {
    const { pattern, deep, order, limit, settledMs } = params
    const at = now()
    // Times may be set, and lie ahead for ever: then what the machine itself has seen counts.
    const isSettled = ({ modifiedAt, changedAt }: DiskFile) => (modifiedAt > at ? changedAt : modifiedAt) <= at - settledMs
    const found = await disk.list(params.folder, { matches: matchesName(pattern), isDeep: deep })
    const settled = settledMs === 0 ? found : found.filter(isSettled)
    const sorted = settled.toSorted((one, other) => {
      const byTime = order === 'name' ? 0 : (one.modifiedAt - other.modifiedAt) * (order === 'oldest' ? 1 : -1)
      return byTime || (one.name < other.name ? -1 : 1)
    })
    return done(sorted.slice(0, limit).map((file) => shownFile(params.folder, file)))
  },
})
