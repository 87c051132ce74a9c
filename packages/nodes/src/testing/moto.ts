import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createMemoryHost } from '@millrace/kit/testing'

/** Where `scripts/install-moto.sh` puts it. */
const program = process.env.MILLRACE_MOTO ?? join(import.meta.dirname, '../../../../node_modules/.cache/millrace-moto/bin/moto_server')

export function hasMoto(): boolean {
  return existsSync(program)
}

/** A server that speaks S3 and DynamoDB, on a free port of this machine. It keeps everything in memory and ends with its scope. */
export async function openMoto(): Promise<AsyncDisposable & { readonly url: string }> {
  const port = await freePort()
  const server = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  await untilAnswering(url, server)
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.kill()
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
    },
  }
}

/** The account's one connection, which leads to this server. */
export function awsHost(endpoint: string, more: Readonly<Record<string, string>> = {}) {
  const values = { region: 'us-east-1', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'c4nary-secret-key', endpoint, ...more }
  return createMemoryHost(Date.now, {
    connections: {
      fetch: () => Promise.reject(new Error('AWS is not fetched by connection')),
      open: async (name) => ({ name, type: 'aws', revision: '1', values }),
    },
  })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port')
  return address.port
}

async function untilAnswering(url: string, server: ReturnType<typeof spawn>): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`${program} ended with code ${server.exitCode}`)
    try {
      await (await fetch(`${url}/moto-api/data.json`)).arrayBuffer()
      return
    } catch {
      // Not yet: asked again, unless the server has ended.
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
