import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../open-sqlite-store.ts'
import { readConnections } from './read-connections.ts'

test('connections are read beside the process that owns them, and after it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-connections-'))
  expect(readConnections(directory)).toEqual([])
  const store = openSqliteStore({ directory })
  onTestFinished(() => store.close())
  expect(readConnections(directory)).toEqual([])
  const draft = { account: 'default', name: 'shop', type: 'http.bearer', values: { hosts: ['shop.test'] }, sealed: 's', at: 1 }
  const stored = await store.connections.put(draft)
  expect(readConnections(directory)).toEqual([stored])
  await store.close()
  expect(readConnections(directory)).toEqual([stored])
})

test('a database that cannot be opened is named, with what to do', () => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-connections-'))
  mkdirSync(join(directory, 'millrace.db'))
  expect(() => readConnections(directory)).toThrow(
    expect.objectContaining({ code: 'STORE_FAILED', message: expect.stringContaining("check the disk and the directory's owner") }),
  )
})
