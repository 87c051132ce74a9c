import { createServer } from 'node:http'
import { openSqliteStore } from '@millrace/store-sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { findServer } from './find-server.ts'
import { writeServerRecord } from './server-record.ts'

const process = { pid: 4711, version: '1.0.0', startedAt: '2027-03-01T09:00:00.000Z' }

/** Whatever is asked for, it answers that. */
async function answering(body: string): Promise<number> {
  const server = createServer((_, response) => void response.end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A data directory that a process has. */
function ownedDirectory(): string {
  const directory = temporaryDirectory()
  const store = openSqliteStore({ directory })
  onTestFinished(() => store.close())
  return directory
}

const health = (id: string) => JSON.stringify({ status: 'ok', id, name: 'Orders', uptimeSeconds: 2 })

test('the server of a directory runs when what answers has its id', async () => {
  const directory = ownedDirectory()
  const port = await answering(health('a'))
  writeServerRecord(directory, { id: 'a', port, isPortNamed: false, running: process })
  const url = `http://localhost:${port}`
  expect(await findServer(directory)).toEqual({ status: 'running', url, id: 'a', name: 'Orders', uptimeSeconds: 2, process })
})

test.each([
  ['the server of another directory', health('b')],
  ['another program', 'hello'],
  ['one that says nothing of itself', '{"id":"a"}'],
])('%s at the noted address is not taken for it', async (_, body) => {
  const directory = ownedDirectory()
  const port = await answering(body)
  writeServerRecord(directory, { id: 'a', port, isPortNamed: false, running: process })
  expect(await findServer(directory)).toEqual({ status: 'silent', url: `http://localhost:${port}`, process })
})

test('a directory that something else has, such as a run without a server, has one that says nothing', async () => {
  const directory = ownedDirectory()
  writeServerRecord(directory, { id: 'a', port: 8577, isPortNamed: false })
  expect(await findServer(directory)).toEqual({ status: 'silent' })
})

test('whatever is noted, none runs on a directory that nobody has: a server that was killed cannot take its note back', async () => {
  const directory = temporaryDirectory()
  expect(await findServer(directory)).toEqual({ status: 'stopped' })
  writeServerRecord(directory, { id: 'a', port: await answering(health('a')), isPortNamed: false, running: process })
  expect(await findServer(directory)).toEqual({ status: 'stopped' })
})
