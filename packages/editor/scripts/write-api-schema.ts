// Writes src/api/api-schema.ts from the OpenAPI document of the server; with --check, says whether it is as the server is.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { apiSchemaText, type OpenApi } from './api-schema-text.ts'

const file = new URL('../src/api/api-schema.ts', import.meta.url)
const command = join(import.meta.dirname, '../../cli/bin/millrace.js')

const text = apiSchemaText(await askServer())
if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error(
    'packages/editor/src/api/api-schema.ts is not as the server is: run node --conditions=source packages/editor/scripts/write-api-schema.ts',
  )
  process.exitCode = 1
}

async function askServer(): Promise<OpenApi> {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-api-schema-'))
  const server = spawn(
    process.execPath,
    ['--conditions=source', command, 'start', directory, '--port', '0', '--data-dir', join(directory, 'data')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  try {
    const answer = await fetch(`${await addressOf(server)}/api/v1/openapi.json`)
    return (await answer.json()) as OpenApi // Made by the server beside this script.
  } finally {
    server.kill()
    await once(server, 'exit')
    rmSync(directory, { recursive: true })
  }
}

async function addressOf(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('The output of the server is not piped.')
  for await (const line of createInterface(server.stdout)) {
    const address = /Millrace \S+ on .*?(http:\/\/localhost:\d+)/.exec(line)?.[1]
    if (address !== undefined) return address
  }
  throw new Error('The server ended before it was ready.')
}
