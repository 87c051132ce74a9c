import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { defineTrigger, folded, type Looking, type LookResult } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'
import { emailRead, mail } from '../email/read.ts'
import { isFullPage } from '../email/read-message.ts'
import { watchFolder } from '../email/watch-folder.ts'

const leastMs = 10_000
/** Read at a time; what is more is read at once after that. */
const pageSize = 25

export const email = defineTrigger({
  type: 'email',
  title: 'Email',
  icon: 'inbox',
  summary: 'Starts once for each new mail in a folder, by IMAP.',
  docs: `It reads what has come after the last mail that it has seen: at once where the server tells of new mails (IDLE), and every so often in any case; many at once come in the order in which they arrived. Neither a crash nor a mail that is moved to the folder later is missed or starts anything twice; where a server numbers its mails anew, it goes on by when they arrived. Mails with the same \`Message-ID\` count as one.

What was there before the first look starts nothing, unless \`from: beginning\`. So it is too after a new version with another connection, folder or filter; any other change goes on where it was. A mail stays unread.

In expressions, \`trigger.item\` is the mail as \`email.read\` gives it out: \`from\`, \`to\`, \`subject\`, \`date\`, \`text\`, \`html\`, \`attachments\`, \`uid\` and more. With \`attachments: files\` each attachment has a handle in \`file\`; it is a file of the execution and goes with it. A mail that cannot be read has \`problem\` in place of its body. HTML is what the sender wrote: show it to nobody without a sandbox.

\`millrace poll\` lists what looks by itself, lets one look now, pauses and resumes it.`,
  params: z.strictObject({
    connection: z.string().min(1).meta({ title: 'Connection', description: 'Of type `imap`' }),
    folder: z.string().min(1).default('INBOX').meta({ title: 'Folder', description: 'E.g. `INBOX` or `Archive/2026`' }),
    every: durationText()
      .refine((text) => durationMs(text) >= leastMs, { error: 'must be 10s or longer' })
      .default('1m')
      .meta({ title: 'Every', description: 'From the end of one look to the next, where the server does not tell of new mails' }),
    sender: z.string().optional().meta({ title: 'Sender', description: 'Only mails with this in the sender' }),
    to: z
      .string()
      .optional()
      .meta({ title: 'To', description: 'Only mails with this in a recipient', ...folded }),
    subject: z.string().optional().meta({ title: 'Subject', description: 'Only mails with this in the subject' }),
    unseen: z
      .boolean()
      .optional()
      .meta({ title: 'Unseen', description: 'true: only mails that nobody has read', ...folded }),
    withBody: z
      .boolean()
      .default(true)
      .meta({ title: 'With body', description: 'Bring text and HTML', ...folded }),
    attachments: z
      .enum(['list', 'files'])
      .default('list')
      .meta({ title: 'Attachments', description: '`files` keeps them, with a handle each' }),
    from: z
      .enum(['now', 'beginning'])
      .default('now')
      .meta({ title: 'From', description: 'Whether mails that are there already start executions', ...folded }),
  }),
  lookParams: ['connection', 'folder', 'sender', 'to', 'subject'],
  look: ({ every, from, sender, ...params }) => ({
    nodes: { look: { type: emailRead.type, with: readParams(from, { ...params, ...(sender !== undefined && { from: sender }) }) } },
    places: [
      { inNodes: ['look', 'with'], inWith: [] },
      { inNodes: ['look', 'with', 'from'], inWith: ['sender'] },
    ],
    everyMs: durationMs(every),
    source: sourceOf({ ...params, sender }),
    startsFrom: from,
    isBatch: false,
    read: readFound,
    ...(isWritten(params.connection) && isWritten(params.folder) && { watch: watching(params.connection, params.folder) }),
  }),
  data: z.object({
    item: mail,
    lookedAt: z.string().meta({ description: 'When it was found, in ISO 8601.' }),
  }),
  examples: [
    { name: 'invoices', with: { connection: 'office_inbox', subject: 'invoice', attachments: 'files' } },
    { name: 'all that was ever sent to support', with: { connection: 'office_inbox', folder: 'Support', every: '10s', from: 'beginning' } },
  ],
})

/** With or without bodies and files, they are the same mails. */
function sourceOf({ connection, folder, sender = '', to = '', subject = '', unseen = false }: Source): JsonObject {
  return { connection, folder, sender, to, subject, unseen }
}

interface Source {
  readonly connection: string
  readonly folder: string
  readonly sender?: string | undefined
  readonly to?: string | undefined
  readonly subject?: string | undefined
  readonly unseen?: boolean | undefined
}

/** An expression comes to something only while it looks. */
function isWritten(text: string): boolean {
  return !text.includes('{{')
}

function watching(connection: string, folder: string): NonNullable<Looking['watch']> {
  return { nodeType: emailRead.type, run: (context) => watchFolder(context, connection, folder) }
}

/** The first look of \`from: now\` only needs to know where the folder ends. */
function readParams(from: 'now' | 'beginning', params: object): JsonObject {
  const isFirst = 'trigger.cursor == null'
  const paging: JsonObject =
    from === 'beginning'
      ? { order: 'oldest', limit: pageSize }
      : { order: `{{ ${isFirst} ? "newest" : "oldest" }}`, limit: `{{ ${isFirst} ? 1 : ${pageSize} }}` }
  return {
    ...(params as JsonObject), // Parsed by the schema above: texts and flags.
    ...paging,
    afterUid: '{{ trigger.cursor?.uid ?? 0 }}',
    uidValidity: '{{ trigger.cursor?.uidValidity ?? "" }}',
    arrivedSince: '{{ trigger.cursor?.arrivedAt ?? "" }}',
  }
}

function readFound(result: Json, cursor: Json): LookResult {
  const mails = (Array.isArray(result) ? result : []).filter(isJsonObject)
  const hasMore = mails.length >= pageSize || isFullPage(mails)
  return {
    items: mails.map((mail) => ({ id: String(mail.messageId ?? `${mail.uidValidity}:${mail.uid}`), item: mail })),
    cursor: cursorAfter(mails, isJsonObject(cursor) ? cursor : { uid: 0, uidValidity: '' }, hasMore),
    hasMore,
  }
}

/** `arrivedAt` is when the latest mail came: where the server has numbered its mails anew, it goes on from there. */
function cursorAfter(mails: readonly JsonObject[], before: JsonObject, hasMore: boolean): JsonObject {
  const last = mails.at(-1)
  if (last === undefined) return before
  const latest = [before.arrivedAt, ...mails.map(({ date }) => date)]
    .filter((date) => typeof date === 'string')
    .sort()
    .at(-1)
  const arrivedAt = latest === undefined ? {} : { arrivedAt: latest }
  // These came by their arrival: until all of them are read, no UID says what was.
  const isNumberedAnew = before.arrivedAt !== undefined && before.uidValidity !== last.uidValidity
  if (isNumberedAnew && hasMore) return { ...before, ...arrivedAt }
  // Some that were there before may have greater UIDs now.
  const uid = mails.reduce((most, mail) => Math.max(most, Number(mail.uid), Number(mail.uidNext ?? 1) - 1), 0)
  return { uid, uidValidity: last.uidValidity ?? '', ...arrivedAt }
}
