import { isJsonObject, type Json } from '@millrace/engine'
import { defineTrigger, folded, type LookResult } from '@millrace/kit'
import { z } from 'zod'
import { diskFile, folder } from '../disk/disk-params.ts'
import { durationMs, durationText } from '../duration-text.ts'

const leastMs = 1000

export const file = defineTrigger({
  type: 'file',
  title: 'File',
  icon: 'folder-open',
  summary: 'Starts once for each file that comes into a folder of the machine, or changes there.',
  docs: `Every so often it lists the folder, which must be one that the server's configuration hands out (\`MILLRACE_DISK=inbox=/srv/inbox\`). Files that came while the server was down are found too. A file counts once its size and time have stood still for \`settled\`, so that one that is still being written is not taken half.

\`on: created\` starts once for each name, \`on: changed\` each time a file has another size or time than before, the first time included. What lies in the folder is remembered, and thousands of names that were there: take away what has been dealt with (\`disk.move\`, \`disk.delete\`), and the folder stays small and quick to list. More than 10,000 files that fit the pattern fail the look.

What was there before the first look starts nothing, unless \`from: beginning\`.

In expressions, \`trigger.item\` has \`folder\`, \`name\`, \`size\` and \`modifiedAt\`; \`disk.read\` takes the file. \`millrace poll\` lists what looks by itself, lets one look now, pauses and resumes it.`,
  params: z.strictObject({
    folder,
    pattern: z.string().min(1).max(200).default('*').meta({ title: 'Pattern', description: 'E.g. `*.csv`; see `disk.list`' }),
    deep: z
      .boolean()
      .default(false)
      .meta({ title: 'Deep', description: 'Folders inside the folder too', ...folded }),
    on: z.enum(['created', 'changed']).default('created').meta({ title: 'On', description: 'A new name, or any change as well' }),
    settled: durationText()
      .default('2s')
      .meta({ title: 'Settled', description: 'How long a file must have stood still', ...folded }),
    every: durationText()
      .refine((text) => durationMs(text) >= leastMs, { error: 'must be a second or longer' })
      .default('10s')
      .meta({ title: 'Every', description: 'From the end of one look to the next', ...folded }),
    from: z
      .enum(['now', 'beginning'])
      .default('now')
      .meta({ title: 'From', description: 'Whether files that are there already start executions', ...folded }),
  }),
  lookParams: ['folder', 'pattern'],
  look: ({ folder, pattern, deep, on, settled, every, from }) => ({
    nodes: {
      look: { type: 'disk.list', with: { folder, pattern, deep, settledMs: durationMs(settled), order: 'oldest' } },
    },
    places: [{ inNodes: ['look', 'with'], inWith: [] }],
    everyMs: durationMs(every),
    startsFrom: from,
    isBatch: false,
    read: (result) => readFound(result, on),
  }),
  data: z.object({ item: diskFile, lookedAt: z.string().meta({ description: 'When it was found, in ISO 8601.' }) }),
  examples: [
    { name: 'reports that somebody puts there', with: { folder: 'inbox', pattern: '*.csv' } },
    { name: 'each change of a list', with: { folder: 'inbox', pattern: 'prices.json', on: 'changed', every: '1s' } },
  ],
})

function readFound(result: Json, on: 'created' | 'changed'): LookResult {
  const files = (Array.isArray(result) ? result : []).filter(isJsonObject)
  const idOf = ({ name, size, modifiedAt }: (typeof files)[number]) => (on === 'created' ? String(name) : `${name}\n${size}\n${modifiedAt}`)
  return { items: files.map((item) => ({ id: idOf(item), item })), cursor: null, hasMore: false }
}
