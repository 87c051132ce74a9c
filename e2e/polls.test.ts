import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deliverMail, hasDovecot, openDovecot } from '../packages/nodes/src/testing/dovecot.ts'
import { eventually } from './support/eventually.ts'
import { startHttpService } from './support/http-service.ts'
import { runMillrace } from './support/run-millrace.ts'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

interface Poll {
  readonly last?: { readonly outcome: string; readonly message?: string }
}

describe('poll', () => {
  test('begins each order once, although the server is killed again and again', async () => {
    const orders: { readonly number: number }[] = [{ number: 1 }]
    const shop = await startHttpService(({ path }) => {
      if (path.startsWith('/told')) return { status: 200, body: {} }
      const after = Number(new URL(path, 'http://shop').searchParams.get('after'))
      const news = orders.filter(({ number }) => number > after)
      return { status: 200, body: { orders: news, last: orders.at(-1)?.number ?? 0 } }
    })
    const dataDirectory = temporaryDirectory()
    const environment = { MILLRACE_VAR_SHOP: shop.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
    const start = () => startMillrace({ workflows: 'e2e/fixtures/polls', dataDirectory, environment })
    const told = () => shop.calls.filter(({ path }) => path.startsWith('/told/'))

    let server = await start()
    await eventually('it has looked', async () => (await server.get<Poll>('/polls/orders/new')).last)
    for (let round = 0; round < 4; round++) {
      const before = told().length
      orders.push(...Array.from({ length: 25 }, () => ({ number: 0 })).map((_, index) => ({ number: 2 + round * 25 + index })))
      await eventually('some are told', () => told().length > before || undefined)
      await server.end('SIGKILL')
      server = await start()
    }
    await eventually('all are told', () => new Set(told().map(({ path }) => path)).size === 100 || undefined)
    const byPath = Map.groupBy(told(), ({ path }) => path)
    expect([...byPath.keys()].sort()).toEqual(
      orders
        .slice(1)
        .map(({ number }) => `/told/${number}`)
        .sort(),
    )
    // A call in flight at a death is made again, with the same key: it is the same execution.
    for (const [path, calls] of byPath) expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size, path).toBe(1)
    const { items } = await server.get<{ items: readonly unknown[] }>('/executions?workflow=orders&limit=200')
    expect(items).toHaveLength(100)
  })

  test('is looked at, paused and resumed on the command line', async () => {
    const shop = await startHttpService(() => ({ status: 503, body: { no: 'shop' } }))
    const environment = { MILLRACE_VAR_SHOP: shop.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
    const server = await startMillrace({ workflows: 'e2e/fixtures/polls', dataDirectory: temporaryDirectory(), environment })
    const run = (...args: string[]) => runMillrace(['poll', ...args, '--server', server.url])
    const looked = await run('look', 'orders', 'new')
    expect(looked).toMatchObject({ code: 1, out: expect.stringMatching(/last .* failed.*503/) })
    expect((await run('list')).out).toMatch(/orders +new .* failed/)
    expect((await run('pause', 'orders', 'new')).err).toContain('millrace poll resume orders new')
    expect((await run('show', 'orders', 'new')).out).toContain('next  paused')
    expect((await run('resume', 'orders', 'new')).code).toBe(0)
    expect(await run('show', 'orders', 'other')).toMatchObject({ code: 3, err: expect.stringContaining('There is no poll') })
  })
})

describe('file', () => {
  test('begins with each file that comes into a folder, also while the server was down', async () => {
    const folder = temporaryDirectory()
    const dataDirectory = temporaryDirectory()
    const environment = { MILLRACE_DISK: `inbox=${folder}` }
    const start = () => startMillrace({ workflows: 'e2e/fixtures/polls', dataDirectory, environment })
    writeFileSync(join(folder, 'old.txt'), 'was there')
    const first = await start()
    await eventually('it has looked', async () => (await first.get<Poll>('/polls/files/new')).last)
    writeFileSync(join(folder, 'one.txt'), 'one')
    await eventually('it is taken', () => existsSync(join(folder, 'done/one.txt')) || undefined)
    await first.end('SIGKILL')
    writeFileSync(join(folder, 'two.txt'), 'two')
    await start()
    await eventually('that too', () => existsSync(join(folder, 'done/two.txt')) || undefined)
    expect(readdirSync(folder).sort()).toEqual(['done', 'old.txt'])
  })
})

describe.runIf(hasDovecot() || process.env.CI !== undefined)('email', () => {
  test('begins with each mail that comes into a real mailbox, and not with those that were there', async () => {
    await using imap = await openDovecot()
    const connection = { host: '127.0.0.1', port: imap.port, security: 'none', user: 'ann', password: 'p4ss-word' }
    const environment = {
      MILLRACE_CONNECTION_OFFICE: JSON.stringify({ type: 'imap', ...connection }),
      MILLRACE_EGRESS_ALLOW: '127.0.0.0/8',
    }
    await deliver(imap.port, 1)
    const dataDirectory = temporaryDirectory()
    const server = await startMillrace({ workflows: 'e2e/fixtures/polls', dataDirectory, environment })
    const look = () => fetch(`${server.url}/api/v1/polls/inbox/mail/look`, { method: 'POST' }).then((answer) => answer.json())
    expect(await look()).toMatchObject({ last: { outcome: 'nothing-new' } })
    await deliver(imap.port, 2)
    await deliver(imap.port, 3)
    // The server tells of them: nobody looks.
    const ended = await eventually('both have ended', async () => {
      const { items } = await server.get<{ items: readonly { id: string; status: string }[] }>('/executions?workflow=inbox')
      return items.length === 2 && items.every(({ status }) => status === 'success') ? items : undefined
    })
    const results = await Promise.all(ended.map(({ id }) => server.get<{ result: { subject: string } }>(`/executions/${id}`)))
    expect(results.map(({ result }) => result.subject).sort()).toEqual(['Mail 2', 'Mail 3'])
    expect(await look()).toMatchObject({ last: { outcome: 'nothing-new' } })

    const kept = await server.get<{ items: readonly { name: string; executionId: string }[] }>('/files')
    expect(kept.items.map(({ name }) => name).sort()).toEqual(['note-2.txt', 'note-3.txt'])
    expect(kept.items.map(({ executionId }) => executionId).sort()).toEqual(ended.map(({ id }) => id).sort())
    const contents = () =>
      readdirSync(join(dataDirectory, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(contents()).toHaveLength(2)
    for (const { id } of ended) await runMillrace(['execution', 'delete', id, '--yes', '--server', server.url])
    expect(contents()).toEqual([])
  })
})

/** With a note as attachment. */
function deliver(port: number, number: number): Promise<void> {
  const lines = [
    'From: zoe@example.com',
    `Subject: Mail ${number}`,
    `Message-ID: <m${number}@x>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=parts',
    '',
    '--parts',
    '',
    `Text ${number}`,
    '--parts',
    'Content-Type: text/plain',
    `Content-Disposition: attachment; filename=note-${number}.txt`,
    '',
    `Note ${number}`,
    '--parts--',
    '',
  ]
  return deliverMail(port, lines.join('\r\n'))
}
