import { isJsonObject, type Json } from '@millrace/engine'
import { again, defineNode, done, type NodeContext, RetryableError } from '@millrace/kit'
import { z } from 'zod'
import { tableField } from '../table/table-params.ts'
import { failedFileHost } from './copy-file.ts'
import { copyPage } from './copy-page.ts'
import { openParse, parseFailures } from './parse-access.ts'
import { parseColumn } from './parse-plan.ts'

const params = z.strictObject({
  connection: z.string().min(1).meta({ title: 'Connection', description: 'The Parse server' }),
  class: z
    .string()
    .regex(/^_?[A-Za-z]\w*$/, { error: 'must be the name of a class' })
    .meta({ title: 'Class', description: 'Its name in Parse' }),
  table: tableField,
  columns: z
    .array(parseColumn)
    .min(1)
    .max(200)
    .meta({ title: 'Columns', description: 'Which field goes where, as `parse.classes` tells it' }),
  progress: z.string().max(200).optional().meta({
    title: 'Progress',
    description: 'A name: a later step with the same one goes on where this one ended. Left out, a retry begins anew',
  }),
})

/** How far a class has come; kept as a value, so that whoever goes on finds it, whatever died. */
interface Progress {
  readonly after: string
  readonly imported: number
  /** How often something could not be kept as it was. */
  readonly losses: number
  /** Hosts of files that were asked in vain for so long that what they do not give is left out. */
  readonly lostHosts?: readonly string[]
  readonly isDone: boolean
}

/** Between two facts in the log. */
const pagesPerTurn = 10
const mostFailures = 5
const unnamedMs = 30 * 24 * 3_600_000
const toldLosses = 20

export const parseImport = defineNode({
  type: 'parse.import',
  title: 'Import class from Parse',
  icon: 'database',
  group: 'data',
  summary: 'Copies all objects of a class of a Parse server into a table, a hundred at a time.',
  docs: `\`parse.classes\` gives what this takes; [importing from a Parse server](../parse.md) does all of it.

Objects are read in the order of their ids and each page is written in one transaction; after ten pages the step rests for a moment, so that it can be paused and canceled. The id of a record follows from class and \`objectId\`, which stays as a column: a second run writes the same records again, and pointers and relations lead to the right ones whichever class comes first. \`createdAt\` and \`updatedAt\` are those of Parse; a record that a later run changes gets the time of that run as \`updatedAt\`.

The content of files is copied and stays until it is deleted. What the old server does not have any more, or what lies where this server may not reach, is left empty, and so is what cannot be kept; the log of the step says which, and \`losses\` how many.

A server that is busy is asked again, up to ${mostFailures} times in a row, from one second on and twice as long each time. What has been copied is not read again.`,
  params,
  connections: ['parse'],
  effects: 'idempotent',
  output: z.strictObject({ class: z.string(), table: z.string(), imported: z.int(), losses: z.int() }),
  errors: [
    ...parseFailures,
    { code: 'RECORD_INVALID', when: 'a value does not fit the column that the table has' },
    { code: 'TABLE_UNKNOWN', when: 'somebody has deleted the table meanwhile' },
  ],
  examples: [
    {
      name: 'one class',
      with: {
        connection: 'old_shop',
        class: 'Order',
        table: 'Order',
        columns: [
          { name: 'objectId', type: 'string', from: 'objectId' },
          { name: 'total', type: 'number', from: 'total' },
          { name: 'customer', type: 'pointer', from: 'customer', table: 'User', targetClass: '_User' },
        ],
      },
      needs: 'a Parse server',
    },
  ],
  async run(context) {
    const { params, now, log } = context
    try {
      const progress = await copyPages(context)
      if (!progress.isDone) return again(now(), null)
      const { imported, losses } = progress
      return done({ class: params.class, table: params.table, imported, losses })
    } catch (error) {
      const trouble = await troubleOf(context)
      const { failures } = trouble
      if (!(error instanceof RetryableError)) throw error
      if (failures >= mostFailures) {
        await giveUpHost(context, error)
        return again(now(), null)
      }
      log('warn', `${error.message} It is asked again.`)
      return again(now() + Math.max(error.retryAfterMs ?? 0, 1000 * 2 ** (failures - 1)), { ...trouble })
    }
  },
})

type Context = NodeContext<z.output<typeof params>>

/** As many as one turn takes. What is done is kept page by page. */
async function copyPages(context: Context): Promise<Progress> {
  const { params, tables, files, fetch, values, idempotencyKey } = context
  const key = keyOf(context)
  let progress = progressOf(await values.get('workflow', key))
  const { lostHosts = [] } = progress
  const isGivenUp = (origin: string): boolean => lostHosts.includes(origin)
  const access = await openParse(params.connection, context)
  const columns = params.columns.filter(({ from }) => from !== 'objectId')
  for (let pages = 0; pages < pagesPerTurn && !progress.isDone; pages += 1) {
    let losses = progress.losses
    const onLoss = (what: string): void => {
      losses += 1
      if (losses <= toldLosses) context.log('warn', what)
    }
    const copying = {
      access,
      tables,
      files,
      fetch,
      className: params.class,
      table: params.table,
      columns,
      idempotencyKey,
      isGivenUp,
      onLoss,
    }
    const { last, count } = await copyPage(copying, progress.after)
    progress =
      last === undefined ? { ...progress, isDone: true } : { ...progress, after: last, imported: progress.imported + count, losses }
    await values.set('workflow', key, { ...progress }, keptFor(context))
  }
  return progress
}

/** Where nothing but the host of a file stands in the way, the records are worth having without it. Throws the error where something else does. */
async function giveUpHost(context: Context, error: RetryableError): Promise<void> {
  const { values, log } = context
  const host = failedFileHost(error)
  if (host === undefined) throw error
  const key = keyOf(context)
  const progress = progressOf(await values.get('workflow', key))
  const { lostHosts = [] } = progress
  log('error', `Files that ${host} does not give are left out from here on: import again when it does.`)
  await values.set('workflow', key, { ...progress, lostHosts: [...lostHosts, host] }, keptFor(context))
}

/** Without a name each step has its own: one that copies the same class again, from elsewhere or a turn later, begins anew. */
function keyOf({ params, idempotencyKey }: Context): string {
  return progressKey(params.progress ?? idempotencyKey, params.table)
}

/** Nobody asks any more for what has no name once its step is done. A pause that takes longer begins anew, and writes the same records. */
function keptFor({ params }: Context): { readonly ttlMs?: number } {
  return params.progress === undefined ? { ttlMs: unnamedMs } : {}
}

/** Under which a class's progress is kept in the space of its workflow. */
export function progressKey(progress: string, table: string): string {
  return `parse:${progress}:${table}`
}

function progressOf(kept: Json | undefined): Progress {
  // Written by this very node.
  return isJsonObject(kept ?? null) ? (kept as unknown as Progress) : { after: '', imported: 0, losses: 0, isDone: false }
}

/** How often in a row it has failed at the same place; kept until it is run again. */
interface Trouble {
  readonly after: string
  readonly failures: number
}

/** This failure and those before it, unless something has come in between. */
async function troubleOf(context: Context): Promise<Trouble> {
  const { memory, values } = context
  const { after } = progressOf(await values.get('workflow', keyOf(context)))
  // Written by this very node.
  const before = memory as Trouble | null | undefined
  return { after, failures: before?.after === after ? before.failures + 1 : 1 }
}
