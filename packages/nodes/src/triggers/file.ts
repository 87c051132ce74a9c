import { hash } from 'node:crypto'
import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
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

\`on: created\` starts once for each file that comes, whatever is done to it while it lies there: a report that comes under the same name each night starts each night, if the one before was taken away (\`disk.move\`, \`disk.delete\`) and a look has come in between. \`on: changed\` starts each time a file has another size or time than before, the first time included. What lies in the folder is remembered, and thousands of files that were there. A folder stays quick to list when what has been dealt with is taken away. More than 10,000 files that fit the pattern fail the look.

What was there before the first look starts nothing, unless \`from: beginning\`. So it is too after a new version with another folder, pattern, \`deep\` or \`on\`; any other change goes on where it was.

In expressions, \`trigger.item\` has \`folder\`, \`name\`, \`size\` and \`modifiedAt\`; \`disk.read\` takes the file. \`millrace poll\` lists what looks by itself, lets one look now, pauses and resumes it.`,
  params: z.strictObject({
    folder,
    pattern: z.string().min(1).max(200).default('*').meta({ title: 'Pattern', description: 'E.g. `*.csv`; see `disk.list`' }),
    deep: z
      .boolean()
      .default(false)
      .meta({ title: 'Deep', description: 'Folders inside the folder too', ...folded }),
    on: z.enum(['created', 'changed']).default('created').meta({ title: 'On', description: 'A file that comes, or any change as well' }),
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
      look: { type: 'disk.list', with: { folder, pattern, deep, settledMs: durationMs(settled), unsettled: 'marked', order: 'oldest' } },
    },
    places: [{ inNodes: ['look', 'with'], inWith: [] }],
    everyMs: durationMs(every),
    source: { folder, pattern, deep, on },
    startsFrom: from,
    isBatch: false,
    read: (result, cursor) => (on === 'created' ? readCreated(filesOf(result), cursor) : readChanged(filesOf(result))),
  }),
  data: z.object({ item: diskFile, lookedAt: z.string().meta({ description: 'When it was found, in ISO 8601.' }) }),
  examples: [
    { name: 'reports that somebody puts there', with: { folder: 'inbox', pattern: '*.csv' } },
    { name: 'each change of a list', with: { folder: 'inbox', pattern: 'prices.json', on: 'changed', every: '1s' } },
  ],
})

function filesOf(result: Json): readonly JsonObject[] {
  return (Array.isArray(result) ? result : []).filter(isJsonObject)
}

/** A file is another one when it has another size or time. */
function readChanged(files: readonly JsonObject[]): LookResult {
  return { items: files.filter(isSettled).map((item) => ({ id: stateOf(item), item })), cursor: null, hasMore: false }
}

/**
 * A file is itself for as long as it lies there, whatever is done to it: the cursor says of each name in what state it was first found. One
 * that was away is another one, unless nothing was done to it meanwhile: a folder can be away for a moment, too.
 */
function readCreated(files: readonly JsonObject[], cursor: Json): LookResult {
  const before = isJsonObject(cursor) ? cursor : {}
  const now: Record<string, string> = {}
  const items = files.flatMap((item) => {
    const name = markOf(String(item.name))
    const first = Object.hasOwn(before, name) ? String(before[name]) : undefined
    if (first === undefined && !isSettled(item)) return []
    now[name] = first ?? markOf(stateOf(item))
    return isSettled(item) ? [{ id: `${name} ${now[name]}`, item }] : []
  })
  return { items, cursor: now, hasMore: false }
}

function isSettled(item: JsonObject): boolean {
  return item.isSettled !== false
}

function stateOf({ name, size, modifiedAt }: JsonObject): string {
  return `${name}\n${size}\n${modifiedAt}`
}

/** Short, for it is written with every look, and there may be 10,000 files. */
function markOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 12)
}
