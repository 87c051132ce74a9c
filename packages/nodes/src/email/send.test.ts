import type { AddressInfo } from 'node:net'
import type { Json } from '@millrace/engine'
import { createMemoryHost, testNode } from '@millrace/kit/testing'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { emailSend } from './send.ts'

interface Caught {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: Buffer
}

/** A real SMTP server that keeps what it gets. */
async function catchMail(options: SMTPServerOptions = {}) {
  const caught: Caught[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'ann@example.com' && password === 'p4ss-word'
        ? done(null, { user: username })
        : done(new Error('wrong user or password')),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        caught.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts) })
        done()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  return { port: (server.server.address() as AddressInfo).port, caught }
}

function hostFor(port: number, more: Record<string, Json> = {}) {
  return createMemoryHost(Date.now, {
    resolveHost: async () => ({ address: '127.0.0.1', family: 4 }),
    connections: {
      fetch: () => Promise.reject(new Error('Mail is not fetched')),
      open: async (name) => ({
        name,
        type: 'smtp',
        revision: '1',
        values: { host: 'mail.example.com', port, security: 'none', user: 'ann@example.com', password: 'p4ss-word', ...more },
      }),
    },
  })
}

const letter = { connection: 'mail', to: 'bob@example.com', subject: 'Grüße', text: 'Hello' }

test('sends text and HTML as alternatives, copies and hidden copies, with headers and files', async () => {
  const { port, caught } = await catchMail()
  const host = hostFor(port)
  const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i % 251)
  const file = await host.files.write(bytes, { name: 'Bericht ü.bin', mediaType: 'application/x-test' })
  const result = await testNode(emailSend, {
    host,
    with: {
      ...letter,
      to: ['bob@example.com', 'Cy <cy@example.com>'],
      cc: 'dee@example.com',
      bcc: 'eve@example.com',
      replyTo: 'desk@example.com',
      html: '<b>Hello</b>',
      headers: { 'X-Order': '7' },
      attachments: [file],
    },
  })
  expect(result).toMatchObject({
    output: { accepted: ['bob@example.com', 'cy@example.com', 'dee@example.com', 'eve@example.com'], rejected: [] },
  })
  const [mail] = caught
  expect(mail).toMatchObject({ from: 'ann@example.com', to: ['bob@example.com', 'cy@example.com', 'dee@example.com', 'eve@example.com'] })
  expect(mail?.raw.toString()).not.toContain('eve@example.com')
  const read = await PostalMime.parse(mail?.raw ?? '')
  expect(read).toMatchObject({ subject: 'Grüße', from: { address: 'ann@example.com' }, cc: [{ address: 'dee@example.com' }] })
  expect([read.text?.trim(), read.html?.trim()]).toEqual(['Hello', '<b>Hello</b>'])
  expect(read.headers.find(({ key }) => key === 'x-order')?.value).toBe('7')
  expect(read.attachments).toMatchObject([{ filename: 'Bericht ü.bin', mimeType: 'application/x-test' }])
  expect(new Uint8Array(read.attachments[0]?.content as ArrayBuffer)).toEqual(bytes)
})

test('the message id is the same for each attempt of a step, and another for another step', async () => {
  const { port, caught } = await catchMail()
  for (const idempotencyKey of ['a', 'a', 'b']) await testNode(emailSend, { with: letter, host: hostFor(port), idempotencyKey })
  const ids = await Promise.all(caught.map(async ({ raw }) => (await PostalMime.parse(raw)).messageId))
  expect(ids[0]).toBe(ids[1])
  expect(ids[2]).not.toBe(ids[0])
})

test('a refused login fails for good, with the words of the server and without the password', async () => {
  const { port } = await catchMail()
  const failure = testNode(emailSend, { with: letter, host: hostFor(port, { password: 'wr0ng-pass' }) })
  await expect(failure).rejects.toMatchObject({
    name: 'FatalError',
    code: 'SMTP_REFUSED',
    message: expect.stringContaining('wrong user or password'),
  })
  await expect(failure).rejects.not.toMatchObject({ message: expect.stringContaining('wr0ng-pass') })
})

test('what the server refuses for now may be tried again', async () => {
  const later = Object.assign(new Error('greylisted'), { responseCode: 451 })
  const { port } = await catchMail({ onMailFrom: (_address, _session, done) => done(later) })
  await expect(testNode(emailSend, { with: letter, host: hostFor(port) })).rejects.toMatchObject({
    name: 'RetryableError',
    code: 'SMTP_FAILED',
  })
})

test('a server that is not there may be tried again', async () => {
  await expect(testNode(emailSend, { with: letter, host: hostFor(1) })).rejects.toMatchObject({
    name: 'RetryableError',
    code: 'SMTP_FAILED',
  })
})

test('where encryption is insisted on, a server without it gets no password', async () => {
  const seen: string[] = []
  const { port } = await catchMail({ onAuth: ({ password }, _session, done) => done(new Error(String(seen.push(String(password))))) })
  await expect(testNode(emailSend, { with: letter, host: hostFor(port, { security: 'starttls' }) })).rejects.toMatchObject({
    code: 'SMTP_REFUSED',
  })
  expect(seen).toEqual([])
})

test.each([
  [{ subject: 'a\r\nBcc: all@example.com' }],
  [{ to: 'bob@example.com\nBcc: all@example.com' }],
  [{ headers: { 'X-A': '1\r\nBcc: all@example.com' } }],
])('a line break that would begin another header is refused: %j', async (more) => {
  const { port, caught } = await catchMail()
  await expect(testNode(emailSend, { with: { ...letter, ...more }, host: hostFor(port) })).rejects.toMatchObject({ code: 'BAD_PARAMS' })
  expect(caught).toEqual([])
})

test('attachments of more than 25 MiB are refused before anything is sent', async () => {
  const { port, caught } = await catchMail()
  const host = hostFor(port)
  const file = { ...(await host.files.write(new Uint8Array(1))), size: 26 * 1024 * 1024 }
  await expect(testNode(emailSend, { with: { ...letter, attachments: [file] }, host })).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
  expect(caught).toEqual([])
})

test('a mail needs somebody and something', () => {
  expect(emailSend.checkParams({ connection: 'm', subject: 's' }).map(({ path }) => path)).toEqual([['to'], ['text']])
})
