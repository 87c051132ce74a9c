import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { openSqliteStore } from '@millrace/store-sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { writeInThread } from './write-in-thread.ts'

async function dataDirectory(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  await openSqliteStore({ directory }).close()
  return directory
}

const stagesIn = (directory: string) => readdirSync(directory).filter((name) => name.startsWith('.backup-'))

test('is of the size that was said, and leaves nothing behind', async () => {
  const directory = await dataDirectory()
  const { facts, size, body } = await writeInThread({ directory, millrace: '1.2.3', holdsKey: false })
  expect(facts).toMatchObject({ millrace: '1.2.3', holdsKey: false, files: 0 })
  expect(await buffer(body)).toHaveLength(size)
  expect(stagesIn(directory)).toEqual([])
})

test('one that is given up, read or not, leaves nothing behind', async () => {
  const directory = await dataDirectory()
  await (await writeInThread({ directory, millrace: '1', holdsKey: false })).body.cancel()
  const reader = (await writeInThread({ directory, millrace: '1', holdsKey: false })).body.getReader()
  await reader.read()
  await reader.cancel()
  expect(stagesIn(directory)).toEqual([])
})

test('what is no database is told as damage, in the words of whoever looked', async () => {
  const directory = await dataDirectory()
  writeFileSync(join(directory, 'millrace.db'), 'no database at all, but longer than the head of one, which is a hundred characters or so')
  const damage = { code: 'DATABASE_DAMAGED', message: expect.stringContaining('(file is not a database)') }
  await expect(writeInThread({ directory, millrace: '1', holdsKey: false })).rejects.toMatchObject(damage)
  expect(stagesIn(directory)).toEqual([])
})

test('a damaged page is told as damage, in words that reach whoever asked', async () => {
  const directory = await dataDirectory()
  const file = join(directory, 'millrace.db')
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0x5a, 8 * 4096, 12 * 4096))
  // Of a status of 500 a client is told no more than that the store has failed.
  const damage = { code: 'DATABASE_DAMAGED', status: 409, message: expect.stringContaining('is damaged') }
  await expect(writeInThread({ directory, millrace: '1', holdsKey: false })).rejects.toMatchObject(damage)
  expect(stagesIn(directory)).toEqual([])
})
