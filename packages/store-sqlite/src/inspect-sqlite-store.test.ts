import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inspectSqliteStore } from './inspect-sqlite-store.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import { startCrashWriter } from './testing/start-crash-writer.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

test('there is nothing to see in a directory without a database, and nothing is made there', () => {
  const directory = join(temporaryDirectory(), 'new')
  mkdirSync(directory)
  expect(inspectSqliteStore({ directory })).toBeUndefined()
  expect(readdirSync(directory)).toEqual([])
})

test('a closed store is sound, owned by nobody, and as it was after the look', async () => {
  const directory = temporaryDirectory()
  await openSqliteStore({ directory }).close()
  const before = readdirSync(directory)
  expect(inspectSqliteStore({ directory })).toMatchObject({ isOwned: false, damages: [] })
  expect(readdirSync(directory)).toEqual(before)
})

test('a store that another process writes to is seen as owned, and the writer goes on', async () => {
  const directory = temporaryDirectory()
  const writer = startCrashWriter(directory)
  const exited = once(writer.process, 'exit')
  let looks = 0
  for await (const line of writer.lines) {
    if (looks === 3 || line.startsWith('fence ')) continue
    expect(inspectSqliteStore({ directory })).toMatchObject({ isOwned: true, damages: [] })
    looks += 1
    if (looks === 3) writer.process.kill('SIGKILL')
  }
  await exited
  expect(looks).toBe(3)
  expect(inspectSqliteStore({ directory })).toMatchObject({ isOwned: false, damages: [] })
})

test('damage is found', async () => {
  const directory = temporaryDirectory()
  await openSqliteStore({ directory }).close()
  const file = join(directory, 'millrace.db')
  writeFileSync(file, readFileSync(file).fill(0x5a, 4096))
  expect(inspectSqliteStore({ directory })?.damages).not.toEqual([])
  writeFileSync(file, 'no database')
  expect(inspectSqliteStore({ directory })?.damages).toEqual(['file is not a database'])
})

test('a database that is too large to be read in passing is not checked', async () => {
  const directory = temporaryDirectory()
  await openSqliteStore({ directory }).close()
  expect(inspectSqliteStore({ directory, checkUpToBytes: 10 })).not.toHaveProperty('damages')
})
