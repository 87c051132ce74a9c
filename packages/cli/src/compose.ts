import { randomBytes } from 'node:crypto'
import type { Registry } from '@millrace/kit'
import { createStandardCatalog } from '@millrace/nodes'
import {
  createEmbeddedDriver,
  createGuardedFetch,
  createSecrets,
  createWaitingAddresses,
  createWorkflows,
  type Driver,
  instanceKey,
  newExecutionId,
  type Secrets,
  systemClock,
  type Workflows,
} from '@millrace/runtime'
import { createMemoryStore, type Store } from '@millrace/store'
import { type Configuration, publicUrlOf } from './configuration/read-configuration.ts'

/** The parts, joined: the only place that chooses adapters and the driver. */
export interface Composition {
  readonly store: Store
  readonly secrets: Secrets
  readonly registry: Registry
  readonly workflows: Workflows
  readonly driver: Driver
  /** Ends in the order in which nothing recorded is lost: driver, network, store. */
  close(): Promise<void>
}

export interface ComposeOptions {
  readonly configuration: Configuration
  readonly environment: NodeJS.Dict<string>
  readonly keepIn: 'data-directory' | 'memory'
  /** Told of trouble that one execution has and the others do not. */
  onTrouble(error: unknown): void
  onFatal(error: unknown): void
}

/** Opens the store and starts the driver on it. Throws `STORE_IN_USE` while another process has the data directory. */
export async function compose({ configuration, environment, keepIn, onTrouble, onFatal }: ComposeOptions): Promise<Composition> {
  const { egressAllow, dataDirectory, errorWorkflow, vars, env } = configuration
  const fetch = createGuardedFetch({ allow: egressAllow.value })
  const secrets = createSecrets({ environment, directory: dataDirectory.value })
  const registry = createStandardCatalog()
  const store = keepIn === 'memory' ? createMemoryStore() : await openStore(dataDirectory.value)
  const workflows = createWorkflows({ store, catalog: registry, clock: systemClock, onTrouble })
  // What is kept in memory ends with this process, and so do the addresses at which it waits.
  const key = keepIn === 'memory' ? randomBytes(32) : await instanceKey(environment, dataDirectory.value)
  const driver = await createEmbeddedDriver({
    store,
    workflows,
    nodeType: registry.nodeType,
    secrets,
    fetch,
    host: () => {
      throw new Error('Nodes that reach beyond the network are not wired up yet.')
    },
    addresses: createWaitingAddresses({ key, publicUrl: publicUrlOf(configuration) }),
    failureWorkflow: errorWorkflow.value,
    environment: { vars, env },
    clock: systemClock,
    random: Math.random,
    newId: () => newExecutionId(Date.now()),
    onTrouble,
    onFatal,
  })
  return {
    store,
    secrets,
    registry,
    workflows,
    driver,
    async close() {
      await driver.close()
      await fetch.close()
      await store.close()
    },
  }
}

async function openStore(directory: string): Promise<Store> {
  const { openSqliteStore } = await import('@millrace/store-sqlite')
  return openSqliteStore({ directory })
}
