import { type DiskFile, defineNode, done, folded } from '@millrace/kit'
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

\`pattern\` compares whole names: \`*\` stands for any text without \`/\`, \`?\` for one character. With \`deep\` the folders inside are listed too: \`**/\` in a pattern stands for any of them, and one without \`/\` means files in all of them. A name that is no UTF-8 is left out. \`settledMs\` leaves out what has changed in so short a time, and may still be being written.`,
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
    unsettled: z
      .enum(['omitted', 'marked'])
      .default('omitted')
      .meta({ title: 'Unsettled', description: '`marked` gives out the others too, with `isSettled: false`', ...folded }),
  }),
  effects: 'read',
  output: z.array(diskFile),
  errors: [...folderFailures, { code: 'DISK_TOO_MANY', when: 'more than 10,000 files fit the pattern' }],
  examples: [{ name: 'the newest reports', with: { folder: 'inbox', pattern: '*.csv', order: 'newest', limit: 10 }, needs: 'a folder' }],
  async run({ params, disk, now }) {
    const { pattern, deep, order, limit, settledMs, unsettled } = params
    const at = now()
    // Times may be set, and lie ahead for ever: then what the machine itself has seen counts.
    const isSettled = ({ modifiedAt, changedAt }: DiskFile) =>
      settledMs === 0 || (modifiedAt > at ? changedAt : modifiedAt) <= at - settledMs
    const inAnyFolder = deep && !pattern.includes('/') ? `**/${pattern}` : pattern
    const found = await disk.list(params.folder, { matches: matchesName(inAnyFolder), isDeep: deep })
    const wanted = unsettled === 'marked' ? found : found.filter(isSettled)
    const sorted = wanted.toSorted((one, other) => {
      const byTime = order === 'name' ? 0 : (one.modifiedAt - other.modifiedAt) * (order === 'oldest' ? 1 : -1)
      return byTime || (one.name < other.name ? -1 : 1)
    })
    return done(
      sorted.slice(0, limit).map((file) => ({ ...shownFile(params.folder, file), ...(!isSettled(file) && { isSettled: false }) })),
    )
  },
})
