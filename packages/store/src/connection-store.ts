import type { JsonObject } from '@millrace/engine'
import type { Listed, Page } from './execution-store.ts'
import type { ExpectedRevision } from './value-store.ts'

/** A connection as it is kept: what is secret in it is sealed before it comes here. */
export interface StoredConnection {
  readonly account: string
  readonly name: string
  readonly type: string
  /** The fields that are no secrets. */
  readonly values: JsonObject
  /** The secret ones, encrypted; opaque here. */
  readonly sealed: string
  /** Changes at each write and never comes again, not even after a delete. */
  readonly revision: number
  readonly createdAt: number
  readonly updatedAt: number
}

export interface ConnectionWrite {
  readonly account: string
  readonly name: string
  readonly type: string
  readonly values: JsonObject
  readonly sealed: string
  readonly at: number
  readonly expected?: ExpectedRevision
}

export interface ConnectionStore {
  get(account: string, name: string): Promise<StoredConnection | undefined>
  /** Creates or replaces; `conflict` when another write came first. */
  put(write: ConnectionWrite): Promise<StoredConnection | 'conflict'>
  /** By name. */
  list(account: string, page: Page): Promise<Listed<StoredConnection>>
  /** Whether there was one. */
  delete(account: string, name: string): Promise<boolean>
}
