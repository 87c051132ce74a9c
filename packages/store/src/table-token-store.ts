import type { Listed, Page } from './execution-store.ts'
import type { Principal } from './table-store.ts'

/** What lets somebody in to the records of tables as a principal. The token itself is not kept. */
export interface StoredTableToken {
  readonly account: string
  /** Names it without letting in. */
  readonly id: string
  /** SHA-256 of the token, in hex. */
  readonly hash: string
  readonly principal: Principal
  /** In milliseconds since 1970. */
  readonly createdAt: number
  /** Left out, it lasts until it is deleted. */
  readonly expiresAt?: number
}

export interface TableTokenStore {
  put(token: StoredTableToken): Promise<void>
  /** Whichever account it is of: only the token says so. Expired ones are found too. */
  find(hash: string): Promise<StoredTableToken | undefined>
  /** By id. */
  list(account: string, page: Page): Promise<Listed<StoredTableToken>>
  /** Whether there was one. */
  delete(account: string, id: string): Promise<boolean>
  /** Forgets up to so many that expired before this time, of all accounts. For the runtime's own sweep. */
  forget(before: number, limit: number): Promise<number>
}
