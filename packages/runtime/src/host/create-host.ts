import { join } from 'node:path'
import type { NodeHost } from '@millrace/kit'
import type { Store } from '@millrace/store'
import type { EventBus } from '../events/event-bus.ts'
import type { GuardedFetch } from '../fetch/guarded-fetch.ts'
import type { Clock, StepPlace } from '../ports.ts'
import type { Tables } from '../tables/tables.ts'
import { accountFolder } from './account-folder.ts'
import type { ConnectionVault } from './connection-vault.ts'
import { type FileVault, openFileVault } from './file-vault.ts'
import { createSharedClients } from './host-clients.ts'
import { createHostConnections } from './host-connections.ts'
import { createHostDisk } from './host-disk.ts'
import { createHostEvents } from './host-events.ts'
import { createHostFiles } from './host-files.ts'
import { createHostGuest, type Sandbox } from './host-guest.ts'
import { createHostTables } from './host-tables.ts'
import { createHostValues } from './host-values.ts'
import { createTokenCaches } from './token-caches.ts'
import { sweepValues } from './value-sweep.ts'
import { createPatience } from './write-patiently.ts'

export interface HostOptions {
  readonly store: Pick<Store, 'values' | 'files'>
  readonly connections: ConnectionVault
  readonly tables: Tables
  readonly fetch: GuardedFetch
  readonly events: Pick<EventBus, 'emit'>
  /** Where files and folders lie. */
  readonly directory: string
  readonly largestFileBytes: number
  /** The folders of the machine that are handed to workflows: absolute paths by name. */
  readonly diskFolders: Readonly<Record<string, string>>
  /** Asked for when the first step runs users' code. */
  sandbox(): Promise<Sandbox & { close(): Promise<void> }>
  readonly clock: Clock
  onTrouble(error: unknown): void
}

/** What nodes reach, for all steps. */
export interface Host {
  hostOf(place: StepPlace): NodeHost
  /** The same files, for the API. */
  readonly files: FileVault
  /** Ends what is open. No step may run any more; the store is still needed. */
  close(): Promise<void>
}

export async function createHost(options: HostOptions): Promise<Host> {
  const { store, connections: vault, tables, fetch: guarded, directory, largestFileBytes, diskFolders, clock, onTrouble } = options
  const { now } = clock
  const files = await openFileVault({ store: store.files, directory: join(directory, 'files'), largestBytes: largestFileBytes, now })
  const disk = createHostDisk({ folders: diskFolders, largestBytes: largestFileBytes })
  const clients = createSharedClients({ clock, onTrouble })
  const cacheOf = createTokenCaches()
  const stopSweep = sweepValues(store.values, clock, onTrouble)
  const sandbox = keptOnce(options.sandbox)

  return {
    hostOf(place) {
      const patiently = createPatience(clock, place)
      return {
        files: createHostFiles(files, place),
        values: createHostValues(store.values, place, now, patiently),
        tables: createHostTables(tables, place, patiently),
        connections: createHostConnections({ vault, guarded, cacheOf, now }, place),
        events: createHostEvents(options.events, place, patiently),
        clients: clients.of(place),
        disk,
        guest: createHostGuest(sandbox.get, place),
        resolveHost: guarded.resolveHost,
        folder: (name) => accountFolder(directory, place.account, name),
      }
    },
    files,
    async close() {
      stopSweep()
      await clients.close()
      await (await sandbox.made())?.close()
    },
  }
}

/** Made at the first use. One that fails to start is not kept: the next step tries again. */
function keptOnce<T>(make: () => Promise<T>): { get(): Promise<T>; made(): Promise<T | undefined> } {
  let kept: Promise<T> | undefined
  return {
    async get() {
      kept ??= make()
      try {
        return await kept
      } catch (error) {
        kept = undefined
        throw error
      }
    },
    made: () => kept?.catch(() => undefined) ?? Promise.resolve(undefined),
  }
}
