import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openSqliteStore } from './open-sqlite-store.ts'
import { startCrashWriter } from './testing/start-crash-writer.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

test('a second store on the same directory is refused and told which directory and what to do', async () => {
  const directory = temporaryDirectory()
  const store = openSqliteStore({ directory })
  expect(() => openSqliteStore({ directory })).toThrow(expect.objectContaining({ code: 'STORE_IN_USE' }))
  expect(() => openSqliteStore({ directory })).toThrow(`running on "${directory}"`)
  expect(() => openSqliteStore({ directory })).toThrow('--data-dir')
  await store.check()
  await store.close()
  await openSqliteStore({ directory }).close()
})

test('another process is refused too, and the lock is free as soon as its owner is killed', async () => {
  const directory = temporaryDirectory()
  const writer = startCrashWriter(directory)
  const exited = once(writer.process, 'exit')
  for await (const line of writer.lines) {
    if (!line.startsWith('fence ')) continue
    expect(() => openSqliteStore({ directory })).toThrow(expect.objectContaining({ code: 'STORE_IN_USE' }))
    writer.process.kill('SIGKILL')
  }
  await exited
  await openSqliteStore({ directory }).close()
})

test('closing twice is closing once', async () => {
  const directory = temporaryDirectory()
  const store = openSqliteStore({ directory })
  await store.close()
  const next = openSqliteStore({ directory })
  await store.close()
  expect(() => openSqliteStore({ directory })).toThrow(expect.objectContaining({ code: 'STORE_IN_USE' }))
  await next.close()
})
