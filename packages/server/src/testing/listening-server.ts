import { onTestFinished } from 'vitest'
import type { Listening } from '../listen.ts'
import type { ServerPorts } from '../server-ports.ts'
import { type TestServer, testServer } from './test-server.ts'

export type ListeningServer = TestServer & Listening

/** A test server on a socket of its own; closed when the test ends. */
export async function listeningServer(sources: readonly string[] = [], changed: Partial<ServerPorts> = {}): Promise<ListeningServer> {
  const server = await testServer(sources, changed)
  const listening = await server.server.listen({ port: 0 })
  onTestFinished(() => listening.close())
  return { ...server, ...listening }
}
