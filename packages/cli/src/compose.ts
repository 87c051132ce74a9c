import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NodeHost, Registry } from '@millrace/kit'
import { createStandardCatalog } from '@millrace/nodes'
import {
  type AnswerAddresses,
  type Backups,
  type Clock,
  type ConnectionVault,
  createAnswerAddresses,
  createBackups,
  createCapture,
  createConnectionVault,
  createDispatcher,
  createEmbeddedDriver,
  createEventBus,
  createGuardedFetch,
  createHost,
  createListeners,
  createPolls,
  createRetention,
  createSchedules,
  createSecrets,
  createTableEvents,
  createTables,
  createTriggerNews,
  createWaitingAddresses,
  createWatchdog,
  createWorkflows,
  type Dispatcher,
  type Driver,
  type EventBus,
  type FileVault,
  instanceKey,
  type KeepRules,
  type Listeners,
  newExecutionId,
  openKeepRules,
  type Polls,
  type Retention,
  type RuntimePorts,
  type Schedules,
  type Secrets,
  type StepPlace,
  systemClock,
  type Tables,
  type TriggerNews,
  type Watchdog,
  type Workflows,
} from '@millrace/runtime'
import { createMemoryStore, type Store } from '@millrace/store'
import { account } from './account.ts'
import { type Configuration, publicUrlOf } from './configuration/read-configuration.ts'
import { openSandbox } from './open-sandbox.ts'
import { createBundler } from './packages/bundle-packages.ts'
import type { Replica, ReplicaStatus } from './replica/open-replica.ts'
import { readVersion } from './version.ts'

/** The parts, joined: the only place that chooses adapters and the driver. */
export interface Composition {
  readonly store: Store
  readonly secrets: Secrets
  readonly connections: ConnectionVault
  readonly files: FileVault
  readonly keepRules: KeepRules
  readonly retention: Retention
  readonly watchdog: Watchdog
  readonly registry: Registry
  /** What the steps of this node type reach, for whoever asks before any step does. */
  reachOf(type: string): NodeHost
  /** The guarded one. */
  readonly fetch: typeof globalThis.fetch
  readonly workflows: Workflows
  readonly driver: Driver
  readonly answerAddresses: AnswerAddresses
  /** Fires nothing until it is opened. */
  readonly schedules: Schedules
  readonly tables: Tables
  /** Undefined where everything is kept in memory. */
  readonly backups: Backups | undefined
  /** Undefined where nothing is shipped. */
  readonly replica: Replica | undefined
  /** Looks at nothing until it is opened. */
  readonly polls: Polls
  readonly triggerNews: TriggerNews
  readonly bus: EventBus
  /** Nobody listens until it is opened: before anything may end. */
  readonly listeners: Listeners
  /** Delivers nothing until it is opened. */
  readonly dispatcher: Dispatcher
  /** Ends in the order in which nothing recorded is lost: driver, what nodes reach, network, store. */
  close(): Promise<void>
}

export interface ComposeOptions {
  readonly configuration: Configuration
  readonly environment: NodeJS.Dict<string>
  readonly keepIn: 'data-directory' | 'memory'
  /** The node types; the standard ones when left out. */
  readonly registry?: Registry
  /** The machine's when left out. */
  readonly clock?: Clock
  /** Told of trouble that one execution has and the others do not. */
  onTrouble(error: unknown): void
  onFatal(error: unknown): void
  /** Told each time the state of the replica has become another. */
  onReplica?(status: ReplicaStatus): void
}

/** Opens the store and starts the driver on it. Throws `STORE_IN_USE` while another process has the data directory. */
export async function compose(options: ComposeOptions): Promise<Composition> {
  const { configuration, environment, keepIn, registry = createStandardCatalog(), clock = systemClock, onTrouble, onFatal } = options
  const { codePackages, egressAllow, egressProxy, dataDirectory, errorWorkflow, maxFileBytes, vars, env } = configuration
  const fetch = createGuardedFetch({ allow: egressAllow.value, proxy: egressProxy.value })
  const secrets = createSecrets({ environment, directory: dataDirectory.value })
  const replica = keepIn === 'memory' ? undefined : await openReplicaOf(configuration, options)
  const store = keepIn === 'memory' ? await openMemory(dataDirectory.value) : await openStore(configuration, options, replica)
  const bundle = createBundler({ allowed: codePackages.value, directory: join(dataDirectory.value, 'packages') })
  const preparing = { prepareOf: (type: string) => registry.nodeType(type)?.prepare, workshop: { bundle } }
  const workflows = createWorkflows({
    store,
    catalog: registry,
    clock,
    onTrouble,
    preparing,
    addressesOf: (type) => registry.triggerType(type)?.addresses,
    environment: { vars, env },
  })
  // What is kept in memory ends with this process, and so do the addresses at which it waits.
  const key = keepIn === 'memory' ? randomBytes(32) : await instanceKey(environment, dataDirectory.value)
  const connections = createConnectionVault({
    store: store.connections,
    environment,
    connectionType: registry.connectionType,
    // Those that are lent are sealed with the instance's.
    key: async () => (keepIn === 'memory' ? await instanceKey(environment, dataDirectory.value) : key),
    now: clock.now,
  })
  const maxDepth = configuration.maxEventDepth.value
  const bus = createEventBus({ store, clock, maxDepth })
  const listeners = createListeners({ workflows, triggerType: registry.triggerType, environment: { vars, env }, onTrouble })
  const eventOf = createTableEvents(listeners)
  const tables = createTables({ store, clock, eventOf, onTold: bus.nudge, onTrouble })
  const directory = keepIn === 'memory' ? await mkdtemp(join(tmpdir(), 'millrace-')) : dataDirectory.value
  const host = await createHost({
    store,
    connections,
    tables,
    fetch,
    events: bus,
    directory,
    largestFileBytes: maxFileBytes.value,
    diskFolders: configuration.disk.value,
    sandbox: openSandbox,
    clock,
    onTrouble,
  })
  const keepRules = await openKeepRules(store.settings, configuration.keep)
  const retention = createRetention({
    store,
    files: host.files,
    workflows,
    rules: keepRules,
    clock,
    accounts: [account],
    onTrouble,
  })
  const runtime: RuntimePorts = {
    store,
    workflows,
    nodeType: registry.nodeType,
    secrets,
    fetch,
    host: host.hostOf,
    addresses: createWaitingAddresses({ key, publicUrl: publicUrlOf(configuration) }),
    capture: createCapture({ key, rules: keepRules }),
    failureWorkflow: errorWorkflow.value,
    events: { hears: listeners.hears, nudge: bus.nudge },
    maxRunning: configuration.maxRunning.value,
    environment: { vars, env },
    clock,
    random: Math.random,
    newId: () => newExecutionId(Date.now()),
    onTrouble,
    onFatal,
  }
  const driver = await createEmbeddedDriver(runtime)
  const triggerNews = createTriggerNews()
  const schedules = createSchedules({
    store: triggerNews.noting(store),
    workflows,
    driver,
    triggerType: registry.triggerType,
    clock,
    accounts: [account],
    newId: () => newExecutionId(Date.now()),
    onTrouble,
  })
  const types = { catalog: registry, triggerType: registry.triggerType }
  const polls = createPolls({
    runtime,
    store: triggerNews.noting(store),
    files: host.files,
    driver,
    types,
    accounts: [account],
    onTrouble,
  })
  const dispatcher = createDispatcher({ store, bus, listeners, driver, clock, maxDepth, onTrouble })
  const watchdog = createWatchdog({ store, driver, clock, onTrouble })
  return {
    store,
    secrets,
    connections,
    files: host.files,
    keepRules,
    retention,
    watchdog,
    registry,
    reachOf: (type) => host.hostOf(placeWithoutStep(type, registry)),
    fetch,
    workflows,
    driver,
    answerAddresses: createAnswerAddresses({ key, publicUrl: publicUrlOf(configuration) }),
    schedules,
    tables,
    backups: keepIn === 'memory' ? undefined : openBackups(directory),
    replica,
    polls,
    triggerNews,
    bus,
    listeners,
    dispatcher,
    async close() {
      listeners.close()
      watchdog.close()
      await retention.close()
      await schedules.close()
      await polls.close()
      // What it waits for is told when the driver closes: a delivery may wait for room on the disk.
      const delivering = dispatcher.close()
      await driver.close()
      await delivering
      await host.close()
      tables.close()
      await fetch.close()
      await store.close()
      await replica?.close()
      if (keepIn === 'memory') await rm(directory, { recursive: true, force: true })
    },
  }
}

function placeWithoutStep(type: string, { nodeType }: Registry): StepPlace {
  const found = nodeType(type)
  if (found === undefined) throw new Error(`There is no node type ${type}`)
  return {
    account,
    workflowId: '',
    executionId: '',
    step: '',
    nodeType: found,
    eventDepth: 0,
    readsSecrets: false,
    signal: () => new AbortController().signal,
    onSecret: () => undefined,
    onEnd: () => undefined,
  }
}

/** What is kept in memory works with the connections of the data directory, as it does with its secrets. */
async function openMemory(dataDirectory: string): Promise<Store> {
  const { readConnections } = await import('@millrace/store-sqlite')
  const store = createMemoryStore()
  for (const connection of readConnections(dataDirectory)) await store.connections.put({ ...connection, at: connection.updatedAt })
  return store
}

async function openStore(
  { dataDirectory, search }: Configuration,
  { onFatal, onTrouble }: Pick<ComposeOptions, 'onFatal' | 'onTrouble'>,
  replica: Replica | undefined,
): Promise<Store> {
  const { openSqliteStore } = await import('@millrace/store-sqlite')
  try {
    return openSqliteStore({ directory: dataDirectory.value, search: search.value, onFatal, onTrouble, follower: replica?.follower })
  } catch (error) {
    await replica?.close()
    throw error
  }
}

async function openReplicaOf(
  { dataDirectory, replica, replicaKeepMs }: Configuration,
  { onReplica = () => undefined }: Pick<ComposeOptions, 'onReplica'>,
): Promise<Replica | undefined> {
  if (replica.value === undefined) return undefined
  const { openReplica } = await import('./replica/open-replica.ts')
  return openReplica({ directory: dataDirectory.value, folder: replica.value, keepMs: replicaKeepMs.value, onChange: onReplica })
}

function openBackups(directory: string): Backups {
  return createBackups({
    directory,
    async write({ holdsKey }) {
      const { writeInThread } = await import('./backup/write-in-thread.ts')
      return writeInThread({ directory, millrace: readVersion(), holdsKey })
    },
  })
}
