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

export interface Moto extends AsyncDisposable {
  /** What a connection of type `aws` needs to know. */
  readonly values: Readonly<Record<'region' | 'endpoint' | 'accessKeyId' | 'secretAccessKey', string>>
}

/**
 * A server that speaks S3 and DynamoDB, on a free port of this machine. It keeps everything in memory and ends with its scope. Every request
 * must be signed by its one key, and it computes each signature anew, with AWS's own library.
 */
export async function openMoto(): Promise<Moto> {
  const port = await freePort()
  const server = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  await untilAnswering(url, server)
  const key = await makeKey(url)
  return {
    values: { region: 'us-east-1', endpoint: url, ...key },
    async [Symbol.asyncDispose]() {
      server.kill()
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
    },
  }
}

/** A user who may do everything; from then on nobody else may do anything. */
async function makeKey(url: string) {
  const user = { UserName: 'tester' }
  await manage(url, { Action: 'CreateUser', ...user })
  const made = await manage(url, { Action: 'CreateAccessKey', ...user })
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })
  await manage(url, { Action: 'PutUserPolicy', ...user, PolicyName: 'all', PolicyDocument: policy })
  await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: '0' })
  const textOf = (name: string) => new RegExp(`<${name}>([^<]+)`).exec(made)?.[1] ?? ''
  return { accessKeyId: textOf('AccessKeyId'), secretAccessKey: textOf('SecretAccessKey') }
}

async function manage(url: string, form: Record<string, string>): Promise<string> {
  // The credential tells the server which service is meant; it is not checked yet.
  const authorization = 'AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=any'
  const body = new URLSearchParams({ Version: '2010-05-08', ...form })
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body })
  if (!response.ok) throw new Error(`${form.Action} failed: ${await response.text()}`)
  return response.text()
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
