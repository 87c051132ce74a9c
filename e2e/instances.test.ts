import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startHttpService } from './support/http-service.ts'
import { runMillrace } from './support/run-millrace.ts'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const workflows = 'e2e/fixtures/one-call'

interface Status {
  readonly status: string
  readonly url: string
  readonly id: string
  readonly name: string
  readonly pid: number
  readonly dataDirectory: string
}

async function statusOf(dataDirectory: string): Promise<Status> {
  return JSON.parse((await runMillrace(['status', '--json', '--data-dir', dataDirectory])).out)
}

test('two that are started at once without a port each get one of their own, are told apart, and keep it', async () => {
  const [one, two] = [temporaryDirectory(), temporaryDirectory()]
  const start = (dataDirectory: string) =>
    startMillrace({ workflows, dataDirectory, port: 'unnamed', environment: { MILLRACE_NAME: dataDirectory === one ? 'One' : 'Two' } })
  const [first, second] = await Promise.all([start(one), start(two)])
  expect(first.url).not.toBe(second.url)

  const [statusOne, statusTwo] = [await statusOf(one), await statusOf(two)]
  expect(statusOne).toMatchObject({ status: 'running', url: first.url, dataDirectory: one, name: 'One' })
  expect(statusTwo).toMatchObject({ status: 'running', url: second.url, dataDirectory: two, name: 'Two' })
  expect(statusOne.id).not.toBe(statusTwo.id)
  expect(await (await fetch(`${second.url}/healthz`)).json()).toMatchObject({ status: 'ok', id: statusTwo.id, name: 'Two' })

  await first.send('/api/v1/tables/note/records', { text: 'of one' })
  const list = (dataDirectory: string) => runMillrace(['table', 'list', '--json'], { environment: { MILLRACE_DATA_DIR: dataDirectory } })
  expect(JSON.parse((await list(one)).out)).toMatchObject([{ name: 'note' }])
  expect(JSON.parse((await list(two)).out)).toEqual([])

  expect((await runMillrace(['stop', '--data-dir', two])).code).toBe(0)
  expect((await statusOf(one)).status).toBe('running')
  expect(await runMillrace(['status', '--data-dir', two])).toMatchObject({ code: 3, out: expect.stringContaining('No server runs on') })

  const { port } = JSON.parse(readFileSync(join(two, 'server.json'), 'utf8'))
  expect(`http://localhost:${port}`).toBe(second.url)
  const again = await start(two)
  expect((await statusOf(two)).id).toBe(statusTwo.id)
  expect(again.url).toBe(second.url)
})

test('a start whose port is taken, without having asked for it, says first where it is, and all addresses say so too', async () => {
  const dataDirectory = temporaryDirectory()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const address = other.address()
  const taken = typeof address === 'object' && address !== null ? address.port : 0
  writeFileSync(join(dataDirectory, 'server.json'), JSON.stringify({ id: 'kept', port: taken, isPortNamed: false }))
  const millrace = await startMillrace({ workflows, dataDirectory, port: 'unnamed' })
  expect(millrace.output().split('\n')[0]).toBe(`! Port ${taken} is taken: this is ${millrace.url}.`)
  expect(millrace.output()).toContain(`POST ${millrace.url}/webhook/call`)
  expect(await millrace.get('/triggers')).toMatchObject({ items: [{ url: `${millrace.url}/webhook/call` }] })
  expect(await statusOf(dataDirectory)).toMatchObject({ id: 'kept', url: millrace.url })
})

test('a note with a port that there is not is written anew', async () => {
  const dataDirectory = temporaryDirectory()
  writeFileSync(join(dataDirectory, 'server.json'), '{"id":"x","port":123456,"isPortNamed":false}')
  const { url } = await startMillrace({ workflows, dataDirectory, port: 'unnamed' })
  expect(await statusOf(dataDirectory)).toMatchObject({ status: 'running', url })
})

test('stop waits for the end, and what was running goes on at the next start', async () => {
  const dataDirectory = temporaryDirectory()
  const released = Promise.withResolvers<void>()
  const service = await startHttpService(async (_, earlier) => {
    if (earlier.length === 0) await released.promise
    return { status: 200, body: { ok: true } }
  })
  const environment = { MILLRACE_VAR_SERVICE: service.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' }
  const first = await startMillrace({ workflows, dataDirectory, environment })
  expect((await first.send('/webhook/call', {})).status).toBe(202)
  const stopped = await runMillrace(['stop'], { environment: { MILLRACE_DATA_DIR: dataDirectory } })
  expect(stopped).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is lost') })
  expect(first.output()).toContain('Stopping: what runs goes on at the next start.')
  // At once: the directory is free when `stop` has ended.
  const second = await startMillrace({ workflows, dataDirectory, environment })
  released.resolve()
  const { items } = await second.get<{ items: readonly { readonly id: string }[] }>('/executions')
  const watched = await runMillrace(['execution', 'watch', items[0]?.id ?? '', '--server', second.url])
  expect([items.length, watched.code]).toEqual([1, 0])
})

test('of a server that was killed nothing is taken for running, and stop says that none runs', async () => {
  const dataDirectory = temporaryDirectory()
  const millrace = await startMillrace({ workflows, dataDirectory })
  await millrace.end('SIGKILL')
  expect((await statusOf(dataDirectory)).status).toBe('stopped')
  const { code, err } = await runMillrace(['stop', '--data-dir', dataDirectory])
  expect([code, err]).toEqual([3, expect.stringContaining('No server runs on')])
})

test('a server that two ask to end at once ends in order', async () => {
  // With nothing compiled before, a start has much to write down once it has told where it listens.
  const environment = { NODE_COMPILE_CACHE: temporaryDirectory() }
  const millrace = await startMillrace({ workflows, dataDirectory: temporaryDirectory(), environment })
  const ended = await Promise.all([millrace.end('SIGTERM'), millrace.end('SIGTERM')])
  expect(ended).toMatchObject([
    { code: 0, err: '' },
    { code: 0, err: '' },
  ])
})
