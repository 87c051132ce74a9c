import type { Json, JsonObject } from '@millrace/engine'
import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { ImapFlow } from 'imapflow'
import { describe, expect, test } from 'vitest'
import { hasDovecot, openDovecot } from '../testing/dovecot.ts'
import { emailRead } from './read.ts'

function hostFor(port: number, password = 'p4ss-word') {
  return createMemoryHost(Date.now, {
    resolveHost: async () => ({ address: '127.0.0.1', family: 4 }),
    connections: {
      fetch: () => Promise.reject(new Error('Mail is not fetched')),
      open: async (name) => ({
        name,
        type: 'imap',
        revision: '1',
        values: { host: 'mail.example.com', port, security: 'none', user: 'ann', password },
      }),
    },
  })
}

const attachment = Buffer.from('a,b\r\n1,2\r\n')

function letter(number: number, more = ''): string {
  return [
    `From: =?utf-8?q?Zo=C3=AB?= <zoe${number}@example.com>`,
    'To: ann@example.com',
    `Subject: Invoice ${number}${more}`,
    `Message-ID: <m${number}@example.com>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=xx',
    '',
    '--xx',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    `Gr=C3=BC=C3=9Fe ${number}`,
    '--xx',
    'Content-Type: text/csv; name="../../table.csv"',
    'Content-Disposition: attachment; filename="../../table.csv"',
    'Content-Transfer-Encoding: base64',
    '',
    attachment.toString('base64'),
    '--xx--',
    '',
  ].join('\r\n')
}

async function fill(port: number): Promise<void> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth: { user: 'ann', pass: 'p4ss-word' }, logger: false })
  await client.connect()
  await client.append('INBOX', letter(1), ['\\Seen', '\\Flagged'], new Date('2026-01-01T10:00:00Z'))
  await client.append('INBOX', letter(2), [], new Date('2026-02-01T10:00:00Z'))
  await client.append('INBOX', letter(3, ' late'), [], new Date('2026-03-01T10:00:00Z'))
  await client.logout()
}

describe.runIf(hasDovecot() || process.env.CI !== undefined)('on a real IMAP server', () => {
  test('reads, filters, keeps attachments, and leaves unread what is unread', async () => {
    await using server = await openDovecot()
    await fill(server.port)
    const host = hostFor(server.port)
    const read = async (params: Record<string, Json> = {}): Promise<readonly JsonObject[]> => {
      const result = await testNode(emailRead, { with: { connection: 'inbox', ...params }, host })
      if (result.type !== 'done') throw new Error('It is done')
      return result.output as readonly JsonObject[]
    }
    const uids = async (params: Record<string, Json>) => (await read(params)).map(({ uid }) => uid)

    const [newest, , oldest] = await read()
    expect(newest).toMatchObject({
      uid: 3,
      messageId: '<m3@example.com>',
      from: [{ name: 'Zoë', address: 'zoe3@example.com' }],
      to: [{ address: 'ann@example.com' }],
      subject: 'Invoice 3 late',
      date: '2026-03-01T10:00:00.000Z',
      flags: { seen: false, flagged: false },
      attachments: [{ name: 'table.csv', mediaType: 'text/csv', size: attachment.length }],
    })
    expect(String(newest?.text).trim()).toBe('Grüße 3')
    expect(oldest).toMatchObject({ uid: 1, flags: { seen: true, flagged: true } })

    expect(await uids({ limit: 2 })).toEqual([3, 2])
    expect(await uids({ unseen: true })).toEqual([3, 2])
    expect(await uids({ unseen: false })).toEqual([1])
    expect(await uids({ since: '2026-02-01' })).toEqual([3, 2])
    expect(await uids({ before: '2026-02-01' })).toEqual([1])
    expect(await uids({ from: 'zoe2' })).toEqual([2])
    expect(await uids({ subject: 'late', to: 'ann' })).toEqual([3])
    expect(await uids({ afterUid: 2 })).toEqual([3])
    expect(await uids({ afterUid: 3 })).toEqual([])
    expect(await uids({ subject: 'no such' })).toEqual([])

    const anew = { afterUid: 3, uidValidity: 'another' }
    expect(await uids({ ...anew, order: 'oldest' })).toEqual([1, 2, 3])
    expect(await uids({ ...anew, arrivedSince: '2026-02-01T10:00:00Z' })).toEqual([2, 3])
    expect(await uids({ ...anew, arrivedSince: '2026-01-01T10:00:00Z', limit: 1 })).toEqual([1, 2])
    expect(await uids({ ...anew, arrivedSince: '2026-03-01T10:00:01Z' })).toEqual([])
    expect((await read({ ...anew, arrivedSince: '2026-03-01T10:00:00Z' }))[0]).toMatchObject({ uid: 3, uidNext: 4 })

    expect((await read({ withBody: false }))[0]).not.toHaveProperty('text')
    expect((await read({ preview: 3 }))[0]).toMatchObject({ text: 'Grü' })
    const kept = (await read({ limit: 1, attachments: 'files' }))[0] as { attachments: readonly { file: { fileId: string } }[] }
    const content = await new Response(await host.files.read(kept.attachments[0]?.file ?? { fileId: '' })).text()
    expect(content).toBe(attachment.toString())

    expect(await uids({ unseen: true, markAsRead: true })).toEqual([3, 2])
    expect(await uids({ unseen: true })).toEqual([])
  })

  test('a refused login and a folder that is not there fail for good', async () => {
    await using server = await openDovecot()
    const read = (params: Record<string, Json>, password?: string) =>
      testNode(emailRead, { with: { connection: 'inbox', ...params }, host: hostFor(server.port, password) })
    await expect(read({}, 'wr0ng-pass')).rejects.toMatchObject({ name: 'FatalError', code: 'IMAP_REFUSED' })
    await expect(read({ folder: 'No/Such' })).rejects.toMatchObject({ name: 'FatalError', code: 'IMAP_REFUSED' })
  })
})

test('a server that is not there may be tried again', async () => {
  await expect(testNode(emailRead, { with: { connection: 'inbox' }, host: hostFor(1) })).rejects.toMatchObject({
    name: 'RetryableError',
    code: 'IMAP_FAILED',
  })
})
