import type { JsonObject } from '@millrace/engine'
import type { Clients } from '@millrace/kit'
import { createMemoryHost } from '@millrace/kit/testing'
import { inject } from 'vitest'

/** What the project `services` has started; see scripts/services.ts. */
export interface StartedServices {
  readonly ca: string
  readonly login: { readonly user: string; readonly database: string; readonly password: string }
  readonly postgres?: { readonly port: number; readonly pid: number }
  readonly mysql?: { readonly port: number; readonly pid: number }
  readonly redis?: { readonly port: number; readonly pid: number }
  readonly aws?: { readonly port: number; readonly pid: number; readonly accessKeyId: string; readonly secretAccessKey: string }
}

declare module 'vitest' {
  export interface ProvidedContext {
    readonly services: StartedServices
  }
}

/** Pools outlive steps here as they do in the runtime, until the end of the test. */
export interface SharedClients extends Clients, AsyncDisposable {}

export function createClients(): SharedClients {
  const shared = new Map<string, Promise<{ readonly client: unknown; readonly close: () => Promise<void> }>>()
  return {
    async share<Client>(key: string, open: Parameters<Clients['share']>[1]) {
      const opened = shared.get(key) ?? open()
      shared.set(key, opened)
      opened.catch(() => shared.delete(key))
      return (await opened).client as Client
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...shared.values()].map(async (opened) => (await opened).close()))
    },
  }
}

/** A host with one connection to one of the started servers, which calls itself `db.example.com`. */
export function serviceHost(service: 'postgres' | 'mysql' | 'redis', clients: Clients, changed: JsonObject = {}) {
  const { login, [service]: started } = inject('services')
  const values = { host: 'db.example.com', port: started?.port ?? 0, ...login, security: 'none', ...changed }
  return createMemoryHost(() => 0, {
    clients,
    resolveHost: async () => ({ address: '127.0.0.1', family: 4 }),
    connections: {
      fetch: () => Promise.reject(new Error('Databases are not fetched')),
      open: async (name) => ({ name, type: service, revision: JSON.stringify(changed), values }),
    },
  })
}
