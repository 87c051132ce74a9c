import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryHost } from '@millrace/kit/testing'
import {
  createAnswerAddresses,
  createCanvases,
  createConnectionVault,
  createDispatcher,
  createDrafts,
  createEmbeddedDriver,
  createEventBus,
  createListeners,
  createPolls,
  createRetention,
  createSchedules,
  createTables,
  createTriggerNews,
  createWaitingAddresses,
  createWatchdog,
  createWorkflows,
  type Driver,
  newExecutionId,
  openFileVault,
  openKeepRules,
  type RuntimePorts,
  systemClock,
  type Workflows,
} from '@millrace/runtime'
import { createMemoryStore, type Store } from '@millrace/store'
import { onTestFinished } from 'vitest'
import { createServer, type Server } from '../create-server.ts'
import type { ServerLogLine } from '../log-line.ts'
import type { ServerPorts } from '../server-ports.ts'
import { testRegistry } from './test-registry.ts'

export interface TestServer {
  readonly server: Server
  readonly driver: Driver
  readonly workflows: Workflows
  readonly store: Store
  readonly lines: readonly ServerLogLine[]
  /** Asks without a socket; a path is taken under `http://localhost:8577`. */
  ask(path: string, init?: RequestInit): Promise<Response>
  /** Publishes a workflow; throws when it has mistakes. */
  publish(source: string): Promise<void>
}

/** What the webhooks of tests may name. */
const testSecrets: Readonly<Record<string, string>> = {
  KEY: 'a-key',
  OLD_KEY: 'an-old-key',
  EMPTY: '',
  SPACED: 'a key of words',
  SVIX: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
}

/** A server on the real driver and a memory store; closed when the test ends. */
export async function testServer(sources: readonly string[] = [], changed: Partial<ServerPorts> = {}): Promise<TestServer> {
  const registry = testRegistry()
  const store = createMemoryStore()
  const workflows = createWorkflows({ store, catalog: registry, clock: systemClock })
  const bus = createEventBus({ store, clock: systemClock, maxDepth: 25 })
  const listeners = createListeners({
    workflows,
    triggerType: registry.triggerType,
    environment: { vars: {}, env: {} },
    onTrouble: throwError,
  })
  onTestFinished(listeners.close)
  const runtime: RuntimePorts = {
    store,
    workflows,
    nodeType: (type) => registry.nodeType(type),
    secrets: { get: async () => undefined },
    fetch: globalThis.fetch,
    host: () => createMemoryHost(Date.now),
    addresses: createWaitingAddresses({ key: Buffer.alloc(32, 1), publicUrl: 'http://localhost:8577' }),
    environment: { vars: {}, env: {} },
    events: { hears: listeners.hears, nudge: bus.nudge },
    clock: systemClock,
    random: () => 0.5,
    newId: () => newExecutionId(Date.now()),
    onTrouble: throwError,
    onFatal: throwError,
  }
  const driver = await createEmbeddedDriver(runtime)
  onTestFinished(() => driver.close())
  const lines: ServerLogLine[] = []
  const directory = await mkdtemp(join(tmpdir(), 'millrace-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const files = await openFileVault({ store: store.files, directory, largestBytes: 100_000, now: Date.now })
  const connections = createConnectionVault({
    store: store.connections,
    environment: {},
    connectionType: registry.connectionType,
    key: async () => Buffer.alloc(32, 1),
    now: Date.now,
  })
  const keepRules = await openKeepRules(store.settings)
  const retention = createRetention({
    store,
    files,
    workflows,
    rules: keepRules,
    clock: systemClock,
    accounts: ['default'],
    onTrouble: throwError,
  })
  const triggerNews = createTriggerNews()
  const schedules = createSchedules({
    store: triggerNews.noting(store),
    workflows,
    driver,
    triggerType: registry.triggerType,
    clock: systemClock,
    accounts: ['default'],
    newId: () => newExecutionId(Date.now()),
    onTrouble: throwError,
  })
  onTestFinished(() => schedules.close())
  const tables = createTables({ store, clock: systemClock, onTrouble: throwError })
  onTestFinished(tables.close)
  const types = { catalog: registry, triggerType: registry.triggerType }
  const polls = createPolls({
    runtime,
    store: triggerNews.noting(store),
    files,
    driver,
    types,
    accounts: ['default'],
    onTrouble: throwError,
  })
  onTestFinished(() => polls.close())
  const dispatcher = createDispatcher({ store, bus, listeners, driver, clock: systemClock, maxDepth: 25, onTrouble: throwError })
  onTestFinished(() => dispatcher.close())
  const drafts = createDrafts({ store, workflows, clock: systemClock, onTrouble: throwError })
  onTestFinished(drafts.close)
  const ports = {
    drafts,
    canvases: createCanvases(store),
    bus,
    dispatcher,
    driver,
    answerAddresses: createAnswerAddresses({ key: Buffer.alloc(32, 1), publicUrl: 'http://localhost:8577' }),
    keepRules,
    retention,
    schedules,
    tables,
    polls,
    triggerNews,
    workflows,
    store,
    connections,
    files,
    registry,
    secrets: { get: async (_account: string, name: string) => testSecrets[name] },
    fetch: globalThis.fetch,
    publicUrl: 'http://localhost:8577',
    clock: systemClock,
    version: '0.0.0-test',
    watchdog: createWatchdog({ store, driver, clock: systemClock, onTrouble: () => undefined }),
  }
  const publish = async (source: string): Promise<void> => {
    const outcome = await workflows.publish('default', source)
    if (outcome.status === 'rejected') throw new Error(outcome.problems.map(({ message }) => message).join('\n'))
  }
  for (const source of sources) await publish(source)
  await listeners.open(['default'])
  await schedules.open()
  await polls.open()
  await dispatcher.open()
  const server = createServer({ ...ports, log: (line) => lines.push(line), ...changed })
  return {
    server,
    driver,
    workflows,
    store,
    lines,
    ask: async (path, init) => server.app.request(new Request(`http://localhost:8577${path}`, init)),
    publish,
  }
}

function throwError(error: unknown): never {
  throw error
}
