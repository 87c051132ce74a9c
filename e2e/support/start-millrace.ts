import { type ChildProcess, spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { checkout, millrace } from './checkout.ts'
import { eventually } from './eventually.ts'
import { cleanEnvironment, type Ended } from './run-millrace.ts'

/** The very first start compiles all there is, and may share the machine with every other test. */
const startMs = 90_000

/** A server as a user starts it. */
export interface StartedMillrace {
  readonly url: string
  /** All that it has written to standard output so far. */
  output(): string
  /** Sends the signal and waits for the end. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<Ended>
  send(path: string, body: unknown): Promise<Response>
  /** Of the API. */
  get<T>(path: string): Promise<T>
}

interface StartOptions {
  readonly workflows: string
  readonly dataDirectory: string
  readonly environment?: Readonly<Record<string, string>>
  /** Where it is started; the checkout when left out. */
  readonly directory?: string
  /** A free one when left out; `unnamed` asks for none. */
  readonly port?: number | 'unnamed'
  /** Who is told how to end it: `afterAll` where the tests of a file share it. */
  readonly until?: (end: () => Promise<void>) => void
}

/** Starts `millrace start` on a free port, and ends it with the test, or as `until` says. */
export async function startMillrace(options: StartOptions): Promise<StartedMillrace> {
  const { workflows, dataDirectory, environment, directory = checkout, port = 0, until = onTestFinished } = options
  const named = port === 'unnamed' ? [] : ['--port', String(port)]
  const args = [...millrace.args, 'start', workflows, ...named, '--data-dir', dataDirectory]
  const child = spawn(millrace.node, args, { cwd: directory, env: cleanEnvironment(environment) })
  until(async () => void (await end(child, 'SIGKILL')))
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const listening = () => {
    const ended = child.exitCode ?? child.signalCode
    if (ended !== null) throw new Error(`It has ended with ${ended}: ${out}${err}`)
    return /^Millrace \S+ on (http:\/\/localhost:\d+)$/m.exec(out)?.[1]
  }
  const url = await eventually('the server says where it listens', listening, startMs).catch((cause: unknown) => {
    throw new Error(`The server does not say where it listens: ${out}${err}`, { cause })
  })
  return {
    url,
    output: () => out,
    end: async (signal) => ({ code: await end(child, signal), out, err }),
    send: (path, body) =>
      fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    async get<T>(path: string) {
      const response = await fetch(`${url}/api/v1${path}`)
      if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`)
      return (await response.json()) as T // The test names what it expects.
    },
  }
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => {
    child.once('close', (code) => resolve(code))
    child.kill(signal)
  })
}
