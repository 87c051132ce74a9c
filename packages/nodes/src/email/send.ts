import { createHash } from 'node:crypto'
import {
  control,
  defineNode,
  done,
  FatalError,
  type FileHandle,
  type Files,
  fileHandle,
  folded,
  type NodeContext,
  RetryableError,
} from '@millrace/kit'
import { z } from 'zod'
import { mailServer, oneLine, reach } from './mail-server.ts'

const addresses = z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(500)])
const largestBytes = 25 * 1024 * 1024

const params = z
  .strictObject({
    connection: z.string().min(1).meta({ title: 'Connection', description: 'Of type `smtp`' }),
    to: addresses.optional().meta({ title: 'To', description: 'One address, several joined by commas, or a list' }),
    cc: addresses.optional().meta({ title: 'Cc', description: 'Who gets a copy', ...folded }),
    bcc: addresses.optional().meta({ title: 'Bcc', description: 'Who gets a copy that the others do not see', ...folded }),
    from: z.string().min(1).optional().meta({ title: 'From', description: "`Ann <ann@example.com>`; the connection's user when left out" }),
    replyTo: z
      .string()
      .min(1)
      .optional()
      .meta({ title: 'Reply to', description: 'Where answers go', ...folded }),
    subject: z.string().meta({ title: 'Subject', description: 'One line' }),
    text: z
      .string()
      .optional()
      .meta({ title: 'Text', description: 'The message as plain text', ...control('long-text') }),
    html: z
      .string()
      .optional()
      .meta({ title: 'HTML', description: 'The message as HTML; with a text too, mail programs choose', ...control('long-text') }),
    attachments: z.array(fileHandle()).max(100).default([]).meta({ title: 'Attachments', description: 'Handles of files, 25 MiB in all' }),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string())
      .default({})
      .meta({ title: 'Headers', description: 'More headers', ...folded }),
  })
  .refine(({ to, cc, bcc }) => to !== undefined || cc !== undefined || bcc !== undefined, {
    path: ['to'],
    error: 'is required, or cc or bcc',
  })
  .refine(({ text, html }) => text !== undefined || html !== undefined, { path: ['text'], error: 'is required, or html' })

type Params = z.output<typeof params>

export const emailSend = defineNode({
  type: 'email.send',
  title: 'Send email',
  icon: 'mail',
  group: 'network',
  summary: 'Sends a mail by SMTP.',
  docs: `Text and HTML together make one message of which mail programs show the better half. Subject, text and HTML take expressions; for longer templates with lists put \`text.template\` before it. In HTML, escape what comes from outside: \`text.template\` does.

\`Bcc\` is in no header. The \`Message-ID\` is the same for each attempt of the step, so that a server that sees a message twice can tell.

The output tells which recipients the server took. One that it refuses for good, a refused login or a message it will not have fail for good with \`SMTP_REFUSED\`; what it refuses for now, or a lost connection, is \`SMTP_FAILED\`, and a retry may help.`,
  params,
  connections: ['smtp'],
  output: z.strictObject({ messageId: z.string(), accepted: z.array(z.string()), rejected: z.array(z.string()), answer: z.string() }),
  effects: 'external',
  errors: [
    { code: 'SMTP_REFUSED', when: 'the server refuses for good. A retry does not help.' },
    { code: 'SMTP_FAILED', when: 'the server cannot be reached, or refuses for now. A retry may help.' },
    { code: 'FILE_TOO_LARGE', when: 'the attachments are larger than 25 MiB in all' },
  ],
  examples: [
    {
      name: 'a report',
      with: {
        connection: 'office_mail',
        to: 'ann@example.com',
        subject: 'Report of {{ now }}',
        text: 'See the file.',
        attachments: ['{{ input }}'],
      },
      file: 'aGVsbG8K',
      needs: 'an SMTP server',
    },
  ],
  async run(context) {
    const message = await messageOf(context)
    const connection = await context.connections.open(context.params.connection)
    const server = mailServer(connection)
    const { host, port, servername } = await reach(server, context)
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      host,
      port,
      secure: server.security === 'tls',
      requireTLS: server.security === 'starttls',
      ignoreTLS: server.security === 'none',
      tls: { servername },
      ...(server.user !== undefined && { auth: { user: server.user, pass: server.password ?? '' } }),
      connectionTimeout: 20_000,
      greetingTimeout: 20_000,
      socketTimeout: 60_000,
      // An attachment is what the message brings, never a path or URL that it names.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const stop = () => transport.close()
    context.signal.addEventListener('abort', stop, { once: true })
    try {
      const sent = await transport.sendMail({ ...message, from: message.from ?? server.user })
      return done({
        messageId: sent.messageId,
        accepted: sent.accepted.map(textOf),
        rejected: sent.rejected.map(textOf),
        answer: sent.response,
      })
    } catch (error) {
      context.signal.throwIfAborted()
      throw smtpError(error, server.host)
    } finally {
      context.signal.removeEventListener('abort', stop)
      transport.close()
    }
  },
})

async function messageOf({ params, files, idempotencyKey }: NodeContext<Params>) {
  const { to, cc, bcc, from, replyTo, subject, text, html, headers } = params
  for (const [name, value] of Object.entries(headers)) oneLine(value, `The header ${name}`)
  for (const address of [to, cc, bcc, from, replyTo].flat()) if (address !== undefined) oneLine(address, 'An address')
  return {
    ...(to !== undefined && { to: [...[to].flat()] }),
    ...(cc !== undefined && { cc: [...[cc].flat()] }),
    ...(bcc !== undefined && { bcc: [...[bcc].flat()] }),
    from,
    ...(replyTo !== undefined && { replyTo }),
    subject: oneLine(subject, 'The subject'),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    headers,
    messageId: `<${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32)}@millrace>`,
    attachments: await attached(params.attachments, files),
  }
}

async function attached(handles: readonly FileHandle[], files: Files) {
  const total = handles.reduce((sum, { size }) => sum + size, 0)
  if (total > largestBytes) {
    throw new FatalError('The attachments are larger than 25 MiB in all: send a link instead.', { code: 'FILE_TOO_LARGE' })
  }
  return Promise.all(
    handles.map(async (file) => ({
      filename: file.name,
      contentType: file.mediaType,
      content: Buffer.from(await new Response(await files.read(file)).arrayBuffer()),
    })),
  )
}

function textOf(address: string | { readonly address: string }): string {
  return typeof address === 'string' ? address : address.address
}

/** A 5xx answer is for good, and so is a refused login; everything else may pass. The server's words go along, the credentials never. */
function smtpError(error: unknown, host: string): unknown {
  if (!(error instanceof Error)) return error
  const { responseCode, code } = error as Error & { readonly responseCode?: number; readonly code?: string }
  // A status tells best: a recipient may be refused for good (550) or for now (451, by a server that greylists).
  const isForGood = responseCode === undefined ? code === 'EAUTH' || code === 'EENVELOPE' || code === 'EMESSAGE' : responseCode >= 500
  const message = `${host} did not take the mail: ${error.message}.`
  const details = { ...(responseCode !== undefined && { status: responseCode }), ...(code !== undefined && { code }) }
  return isForGood
    ? new FatalError(message, { code: 'SMTP_REFUSED', details, cause: error })
    : new RetryableError(message, { code: 'SMTP_FAILED', details, cause: error })
}
