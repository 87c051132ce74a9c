import { control, defineNode, done, fileHandle, folded, type NodeContext } from '@millrace/kit'
import type { FetchMessageObject, ImapFlow } from 'imapflow'
import { z } from 'zod'
import { withImap } from './open-imap.ts'
import { isFullPage, type ReadMessage, readMessage } from './read-message.ts'

const moment = z.iso.datetime({ offset: true }).or(z.iso.date())
const person = z.strictObject({ name: z.string(), address: z.string() })

const params = z.strictObject({
  connection: z.string().min(1).meta({ title: 'Connection', description: 'Of type `imap`' }),
  folder: z.string().min(1).default('INBOX').meta({ title: 'Folder', description: 'E.g. `INBOX` or `Archive/2026`' }),
  unseen: z.boolean().optional().meta({ title: 'Unseen', description: 'true: only unread mails; false: only those that were read' }),
  since: moment.optional().meta({ title: 'Since', description: 'Arrived on this day or later', ...control('day') }),
  before: moment.optional().meta({ title: 'Before', description: 'Arrived before this day', ...control('day'), ...folded }),
  from: z.string().optional().meta({ title: 'From', description: 'A part of the sender' }),
  to: z
    .string()
    .optional()
    .meta({ title: 'To', description: 'A part of a recipient', ...folded }),
  subject: z.string().optional().meta({ title: 'Subject', description: 'A part of the subject' }),
  afterUid: z
    .int()
    .min(0)
    .optional()
    .meta({ title: 'After UID', description: 'Only mails that came after the one with this UID', ...folded }),
  uidValidity: z
    .string()
    .optional()
    .meta({
      title: 'UIDVALIDITY',
      description: 'What `afterUid` belongs to: where the folder has another one by now, that does not count',
      ...folded,
    }),
  arrivedSince: z.iso
    .datetime({ offset: true })
    .or(z.literal(''))
    .optional()
    .meta({
      title: 'Arrived since',
      description: 'Where `uidValidity` does not count: only mails that arrived then or later, oldest first',
      ...folded,
    }),
  order: z
    .enum(['newest', 'oldest'])
    .default('newest')
    .meta({ title: 'Order', description: 'Which mails come first', ...folded }),
  limit: z.int().min(1).max(200).default(10).meta({ title: 'Limit', description: 'The first so many' }),
  withBody: z
    .boolean()
    .default(true)
    .meta({ title: 'With body', description: 'Give out text and HTML', ...folded }),
  preview: z
    .int()
    .min(1)
    .optional()
    .meta({ title: 'Preview', description: 'Only so many characters of the text', ...folded }),
  attachments: z
    .enum(['list', 'files'])
    .default('list')
    .meta({ title: 'Attachments', description: '`files` keeps them, with a handle each' }),
  markAsRead: z.boolean().default(false).meta({ title: 'Mark as read', description: 'Otherwise what is unread stays so' }),
})

/** One mail, as it is given out. */
export const mail = z.strictObject({
  uid: z.int(),
  uidValidity: z.string(),
  uidNext: z
    .int()
    .optional()
    .meta({ description: 'With `arrivedSince`, where the mails were numbered anew: the UID of the next one to come.' }),
  messageId: z.string().nullable(),
  from: z.array(person),
  to: z.array(person),
  cc: z.array(person),
  subject: z.string(),
  date: z.string().nullable(),
  flags: z.strictObject({ seen: z.boolean(), answered: z.boolean(), flagged: z.boolean(), draft: z.boolean(), deleted: z.boolean() }),
  text: z.string().optional(),
  html: z.string().optional(),
  problem: z.string().optional().meta({ description: 'Why it has neither body nor attachments.' }),
  attachments: z.array(
    z.looseObject({
      name: z.string(),
      mediaType: z.string(),
      size: z.int(),
      file: fileHandle().optional(),
      problem: z.string().optional().meta({ description: 'Why it is not kept.' }),
    }),
  ),
})

type Params = z.output<typeof params>

/** Fetched at most; a larger mail is listed without its body. */
const largestBytes = 30 * 1024 * 1024
const dayMs = 86_400_000

export const emailRead = defineNode({
  type: 'email.read',
  title: 'Read email',
  icon: 'mail-open',
  group: 'network',
  summary: 'Reads the newest mails of a folder by IMAP.',
  docs: `The output is a list, the newest first unless \`order\` says otherwise; none is no error. It ends before \`limit\` where text and HTML come to more than 20 MiB together. All filters that are given must fit. Days are those of the server. Reading does not mark a mail as read unless \`markAsRead\` says so.

To start a workflow with each new mail use the trigger \`email\`. To go on where the last execution ended, keep the greatest \`uid\` with its \`uidValidity\` (\`store.set\`) and give both as \`afterUid\` and \`uidValidity\`: a server that has given the mails of a folder new UIDs says so by another UIDVALIDITY. With \`arrivedSince\`, the \`date\` of the latest mail, those that arrived before are left out then. Mails of one second are given out together there, whatever \`limit\` says.

HTML is what the sender wrote: show it to nobody without a sandbox. A mail of more than 30 MiB, or one that cannot be taken apart, is listed without body and attachments, and an attachment that is larger than \`MILLRACE_MAX_FILE_SIZE\` without a file: \`problem\` says why.`,
  params,
  connections: ['imap'],
  output: z.array(mail),
  effects: 'idempotent',
  effectsOf: ({ markAsRead }) => (markAsRead === true ? 'idempotent' : 'read'),
  errors: [
    { code: 'IMAP_REFUSED', when: 'the server refuses the login, or has no such folder. A retry does not help.' },
    { code: 'IMAP_FAILED', when: 'the server cannot be reached, or the connection broke. A retry may help.' },
  ],
  examples: [
    {
      name: 'unread invoices',
      with: { connection: 'office_inbox', unseen: true, subject: 'invoice', attachments: 'files' },
      needs: 'an IMAP server',
    },
  ],
  async run(context) {
    const messages = await withImap(context, context.params.connection, async (client) => {
      const read = await readFolder(client, context)
      await client.logout()
      return read
    })
    return done(messages)
  },
})

async function readFolder(client: ImapFlow, { params, files }: NodeContext<Params>): Promise<readonly ReadMessage[]> {
  const opened = await client.mailboxOpen(params.folder, { readOnly: !params.markAsRead })
  const uidValidity = String(opened.uidValidity)
  const isNumberedAnew = params.uidValidity !== undefined && params.uidValidity !== uidValidity
  const byArrival = isNumberedAnew && params.arrivedSince
  const listed = byArrival
    ? await listArrived(client, params, byArrival)
    : await listNumbered(client, params, isNumberedAnew ? 0 : params.afterUid)
  const place = { uidValidity, ...(byArrival && { uidNext: opened.uidNext }) }
  const messages: ReadMessage[] = []
  for (const message of listed) {
    if (isFullPage(messages)) break
    const isFetched = (message.size ?? 0) <= largestBytes
    const whole = isFetched ? await client.fetchOne(message.uid, { source: true }, { uid: true }) : undefined
    messages.push({ ...(await readMessage(message, whole ? whole.source : undefined, params, files)), ...place })
  }
  const read = messages.map(({ uid }) => uid)
  if (params.markAsRead && read.length > 0) await client.messageFlagsAdd(read, ['\\Seen'], { uid: true })
  return messages
}

async function listNumbered(client: ImapFlow, params: Params, after = 0): Promise<readonly FetchMessageObject[]> {
  const found = (await client.search(searchFor(params, after), { uid: true })) || []
  const news = found.filter((uid) => uid > after).sort((a, b) => a - b)
  const listed = await list(client, params.order === 'newest' ? news.slice(-params.limit) : news.slice(0, params.limit))
  return listed.toSorted((a, b) => (params.order === 'newest' ? b.uid - a.uid : a.uid - b.uid))
}

/** UIDs say nothing then, but when each mail arrived the server still knows. */
async function listArrived(client: ImapFlow, params: Params, since: string): Promise<readonly FetchMessageObject[]> {
  const least = Date.parse(since)
  // A server looks for days, by its own clock.
  const found = (await client.search({ ...searchFor(params, 0), since: new Date(least - dayMs) }, { uid: true })) || []
  const listed = (await list(client, found))
    .filter((one) => arrivalOf(one) >= least)
    .sort((a, b) => arrivalOf(a) - arrivalOf(b) || a.uid - b.uid)
  // Those of one second are told together, and those of the first one do not count: whoever goes on with the last would else stay there.
  const last = listed
    .filter((one) => arrivalOf(one) > least)
    .slice(0, params.limit)
    .at(-1)
  return last === undefined ? listed : listed.filter((one) => arrivalOf(one) <= arrivalOf(last))
}

async function list(client: ImapFlow, uids: readonly number[]): Promise<readonly FetchMessageObject[]> {
  if (uids.length === 0) return []
  return client.fetchAll([...uids], { uid: true, envelope: true, flags: true, internalDate: true, size: true }, { uid: true })
}

function arrivalOf({ internalDate }: FetchMessageObject): number {
  return new Date(internalDate ?? Number.NaN).getTime()
}

function searchFor({ unseen, since, before, from, to, subject }: Params, after: number) {
  return {
    ...(unseen !== undefined && { seen: !unseen }),
    ...(since !== undefined && { since: new Date(since) }),
    ...(before !== undefined && { before: new Date(before) }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(subject !== undefined && { subject }),
    ...(after > 0 && { uid: `${after + 1}:*` }),
    ...(unseen === undefined && { all: true }),
  }
}
