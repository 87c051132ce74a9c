import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { readServerRecord, type ServerRecord, writeServerRecord } from './server-record.ts'

const running = { pid: 4711, pidSpace: 'pid:[1]', version: '1.0.0', startedAt: '2027-03-01T09:00:00.000Z' }
const record: ServerRecord = { id: 'a-1', port: 8578, isPortNamed: false, running }

test('what was written is read, is for its owner only, and nothing else is left', () => {
  const directory = temporaryDirectory()
  writeServerRecord(directory, { ...record, isPortNamed: true })
  writeServerRecord(directory, record)
  expect(readServerRecord(directory)).toEqual(record)
  expect(readdirSync(directory)).toEqual(['server.json'])
  expect(statSync(join(directory, 'server.json')).mode & 0o777).toBe(0o600)
})

test('a directory without one has none', () => {
  expect(readServerRecord(temporaryDirectory())).toBeUndefined()
  expect(readServerRecord(join(temporaryDirectory(), 'nowhere'))).toBeUndefined()
})

test.each([
  ['text', 'port 8578'],
  ['nothing', ''],
  ['another thing', '[1]'],
  ['a port below', JSON.stringify({ ...record, port: 0 })],
  ['a port beyond', JSON.stringify({ ...record, port: 65_536 })],
  ['a port as text', JSON.stringify({ ...record, port: '8578' })],
  ['half a port', JSON.stringify({ ...record, port: 85.5 })],
  ['no id', JSON.stringify({ ...record, id: undefined })],
  ['an id that is a path', JSON.stringify({ ...record, id: '../x' })],
])('%s in its place is none', (_, text) => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'server.json'), text)
  expect(readServerRecord(directory)).toBeUndefined()
})

test.each([
  { ...running, pid: 0 },
  { ...running, pid: -1 },
  { ...running, pid: '1' },
  { ...running, startedAt: 'now' },
  { ...running, version: 1 },
  null,
])('a process that cannot be one is left out: %j', (wrong) => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'server.json'), JSON.stringify({ ...record, running: wrong }))
  expect(readServerRecord(directory)).toEqual({ id: 'a-1', port: 8578, isPortNamed: false })
})
