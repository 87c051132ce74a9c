import type { Json } from '@millrace/engine'
import type { Listed, Page } from './execution-store.ts'

/** Where a value lies. A space is a set of keys that are listed together, e.g. `account` or `workflow:process_order`. */
export interface ValuePlace {
  readonly account: string
  readonly space: string
  readonly key: string
}

export interface StoredValue {
  readonly key: string
  readonly value: Json
  /** Changes at each write and never comes again, not even after a delete. */
  readonly revision: number
  /** From then on it counts as missing; left out, it stays for ever. */
  readonly expiresAt?: number
}

/** What a write finds in order to be made: that revision, nothing, or, left out, whatever there is. */
export type ExpectedRevision = number | 'missing'

export interface ValueWrite extends ValuePlace {
  readonly value: Json
  readonly expiresAt?: number
  /** The time of the write: what has expired by then is missing. */
  readonly at: number
  readonly expected?: ExpectedRevision
}

/**
 * A durable key-value space. Refuses keys that are empty, longer than 512 characters or no well-formed text (`VALUE_KEY_INVALID`) and values
 * of more than 1 MiB as JSON (`VALUE_TOO_LARGE`).
 */
export interface ValueStore {
  get(place: ValuePlace, at: number): Promise<StoredValue | undefined>
  /** Resolves with the new revision when it is on disk; `conflict` when another write came first. */
  put(write: ValueWrite): Promise<number | 'conflict'>
  /** Whether there was one. */
  delete(place: ValuePlace, at: number, expected?: number): Promise<boolean | 'conflict'>
  /** By key, in the order of its UTF-8 bytes. */
  list(space: ValueSpace, page: Page, at: number): Promise<Listed<StoredValue>>
  /** Deletes up to `limit` expired values of all accounts, and says how many. For the runtime's own sweep. */
  purge(at: number, limit: number): Promise<number>
}

export interface ValueSpace {
  readonly account: string
  readonly space: string
  /** Only keys that begin so. */
  readonly prefix?: string
}
