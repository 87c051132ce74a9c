import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { createMemoryHost } from '@millrace/kit/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { deliverMail, hasDovecot, openDovecot } from '../testing/dovecot.ts'
import { watchFolder } from './watch-folder.ts'

/** Follows the inbox; `heard` resolves when there has been news so many times. */
function follow(port: number, password = 'p4ss-word') {
  const { connections, resolveHost } = createMemoryHost(Date.now, {
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
  const end = new AbortController()
  onTestFinished(() => end.abort())
  let count = 0
  const waiting = new Set<() => void>()
  const onNews = (): void => {
    count += 1
    for (const look of waiting) look()
  }
  const over = watchFolder({ connections, resolveHost, signal: end.signal, onNews }, 'office', 'INBOX').then(
    () => 'ended',
    (error: unknown) => (error as { code?: string }).code ?? 'aborted',
  )
  const heard = (least: number) =>
    new Promise<void>((resolve) => {
      const look = (): void => {
        if (count >= least) resolve()
      }
      waiting.add(look)
      look()
    })
  return { end, over, heard }
}

const mail = (number: number) => `From: zoe@example.com\r\nSubject: Mail ${number}\r\nMessage-ID: <m${number}@x>\r\n\r\nText\r\n`

describe.runIf(hasDovecot() || process.env.CI !== undefined)('a folder of a real server', () => {
  test('tells once when it is followed, and of each mail that comes, until it is ended', async () => {
    await using imap = await openDovecot()
    await deliverMail(imap.port, mail(1))
    const { end, over, heard } = follow(imap.port)
    await heard(1)
    await deliverMail(imap.port, mail(2))
    await heard(2)
    await deliverMail(imap.port, mail(3))
    await heard(3)
    end.abort()
    expect(['ended', 'aborted']).toContain(await over)
  })

  test('is over when the connection breaks, and cannot be begun with a wrong password', async () => {
    await using imap = await openDovecot()
    const between = createServer((client) => {
      const server = connect(imap.port, '127.0.0.1')
      client.pipe(server).pipe(client)
      for (const socket of [client, server]) socket.on('error', () => socket.destroy())
      between.once('break', () => client.destroy())
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void between.close())
    await once(between, 'listening')
    const address = between.address()
    const { over, heard } = follow(typeof address === 'object' && address !== null ? address.port : 0)
    await heard(1)
    between.emit('break')
    expect(['ended', 'IMAP_FAILED']).toContain(await over)
    expect(await follow(imap.port, 'wrong').over).toBe('IMAP_REFUSED')
  })
})
