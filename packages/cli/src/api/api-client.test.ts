import { expect, test } from 'vitest'
import { writeServerRecord } from '../instance/server-record.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { createApiClient } from './api-client.ts'

function serverFor(directory: string, environment: NodeJS.Dict<string>, given?: string): string {
  return createApiClient({ environment, directory }, given).server
}

test('commands ask the server that is named, else that of the data directory, else the default', () => {
  const [directory, data] = [temporaryDirectory(), temporaryDirectory()]
  writeServerRecord(data, { id: 'a', port: 8580, isPortNamed: false })
  const environment = { MILLRACE_DATA_DIR: data, MILLRACE_SERVER: 'https://flows.test/' }
  expect(serverFor(directory, environment, 'http://other.test')).toBe('http://other.test')
  expect(serverFor(directory, environment)).toBe('https://flows.test')
  expect(serverFor(directory, { MILLRACE_DATA_DIR: data })).toBe('http://localhost:8580')
  expect(serverFor(directory, {})).toBe('http://localhost:8577')
})

test.each(['--server', 'MILLRACE_SERVER'])('what %s says must be an address', (origin) => {
  const directory = temporaryDirectory()
  const ask = () => (origin === '--server' ? serverFor(directory, {}, 'here') : serverFor(directory, { MILLRACE_SERVER: 'here' }))
  expect(ask).toThrow(`${origin} must be an address such as http://localhost:8577, not "here".`)
})
