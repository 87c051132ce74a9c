import { isDirectoryOwned } from '@millrace/store-sqlite'
import { type RunningServer, readServerRecord } from './server-record.ts'

/** What there is of a server on a data directory. */
export type FoundServer =
  | { readonly status: 'stopped' }
  | {
      readonly status: 'running'
      readonly url: string
      readonly id: string
      readonly name: string
      readonly uptimeSeconds: number
      readonly process: RunningServer
      /** Absent where nothing is shipped to one. */
      readonly replica?: FoundReplica
    }
  /** A process has the directory, and no server answers for it. */
  | { readonly status: 'silent'; readonly url?: string; readonly process?: RunningServer }

export interface FoundReplica {
  readonly state: string
  readonly directory: string
  readonly lagMs: number
  readonly error?: string
}

const answerMs = 5_000

/** The lock tells whether there is one, and the id in its health that what answers at the noted address is that one. */
export async function findServer(directory: string): Promise<FoundServer> {
  if (!isDirectoryOwned(directory)) return { status: 'stopped' }
  const record = readServerRecord(directory)
  if (record?.running === undefined) return { status: 'silent' }
  const url = localUrl(record.port)
  const health = await healthOf(url)
  if (health?.id !== record.id) return { status: 'silent', url, process: record.running }
  const replica = await replicaOf(url)
  return { status: 'running', url, ...health, process: record.running, ...(replica && { replica }) }
}

/** Loopback always: what a directory notes must not lead anybody to another machine. */
function localUrl(port: number): string {
  return `http://localhost:${port}`
}

interface Health {
  readonly id: string
  readonly name: string
  readonly uptimeSeconds: number
}

async function healthOf(url: string): Promise<Health | undefined> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(answerMs), redirect: 'error' })
    const { id, name, uptimeSeconds } = (await response.json()) as Readonly<Record<string, unknown>> // Looked at below.
    return typeof id === 'string' && typeof name === 'string' && typeof uptimeSeconds === 'number' ? { id, name, uptimeSeconds } : undefined
  } catch {
    // Nobody listens, or whatever does is no Millrace: either way no server answers for the directory.
    return undefined
  }
}

/** Undefined as well where the server says nothing of it to whoever asks. */
async function replicaOf(url: string): Promise<FoundReplica | undefined> {
  try {
    const response = await fetch(`${url}/api/v1/status`, { signal: AbortSignal.timeout(answerMs), redirect: 'error' })
    const { replica } = (await response.json()) as { readonly replica?: FoundReplica } // The server's own answer.
    return replica
  } catch {
    // It answered a moment ago: it is ending, and with it the replica.
    return undefined
  }
}
