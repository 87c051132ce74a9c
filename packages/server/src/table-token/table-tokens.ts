import { createHash, randomBytes } from 'node:crypto'
import { type Clock, newExecutionId } from '@millrace/runtime'
import type { Listed, Page, Principal, StoredTableToken, TableTokenStore } from '@millrace/store'
import { ProblemError } from '../problem.ts'

/**
 * Owns: tokens that let an app in to the records of tables as one of its people.
 * Does not own: what that person may do there, which the tables themselves say.
 * Invariants: a token is shown once and kept as its SHA-256; one that is not good is refused, and never taken for none.
 */
export interface TableTokens {
  /** The token itself is in this answer and nowhere else. */
  create(principal: Principal, expiresAt: number | undefined): Promise<{ readonly token: string; readonly stored: StoredTableToken }>
  list(page: Page): Promise<Listed<StoredTableToken>>
  /** Whether there was one. It is good for nothing from now on, on open links too. */
  revoke(id: string): Promise<boolean>
  /** Who asks, by the `Authorization` header: undefined is the operator. Rejects with `TABLE_TOKEN_INVALID`. */
  callerOf(authorization: string | undefined): Promise<Caller | undefined>
}

/** Somebody who is less than the operator. */
export interface Caller {
  readonly principal: Principal
  /** Whether the token is still good, for what stays open. */
  isGood(): boolean
}

interface Ground {
  readonly store: { readonly tableTokens: TableTokenStore }
  readonly clock: Pick<Clock, 'now'>
  readonly account: string
}

/** So that a leaked one is found in a log or a repository. */
const prefix = 'mrt_'
const expiredKeptMs = 24 * 60 * 60_000
const mostForgotten = 100

export function createTableTokens({ store: { tableTokens }, clock, account }: Ground): TableTokens {
  /** Those that were revoked since the start, for links that are open. */
  const revoked = new Set<string>()

  const isExpired = ({ expiresAt }: StoredTableToken): boolean => expiresAt !== undefined && expiresAt <= clock.now()

  return {
    async create(principal, expiresAt) {
      const now = clock.now()
      const token = `${prefix}${randomBytes(32).toString('base64url')}`
      const stored: StoredTableToken = {
        account,
        id: newExecutionId(now),
        hash: hashOf(token),
        principal,
        createdAt: now,
        ...(expiresAt !== undefined && { expiresAt }),
      }
      // An app makes a short one for each visit: as many go as come.
      await tableTokens.forget(now - expiredKeptMs, mostForgotten)
      await tableTokens.put(stored)
      return { token, stored }
    },

    list: (page) => tableTokens.list(account, page),

    async revoke(id) {
      revoked.add(id)
      return tableTokens.delete(account, id)
    },

    async callerOf(authorization) {
      const token = bearerIn(authorization)
      if (token === undefined) return undefined
      const found = await tableTokens.find(hashOf(token))
      if (found === undefined || found.account !== account || isExpired(found)) {
        throw new ProblemError('TABLE_TOKEN_INVALID', 'The bearer token is not known, has expired or was revoked: get a new one.', {
          headers: { 'www-authenticate': 'Bearer' },
        })
      }
      return { principal: found.principal, isGood: () => !revoked.has(found.id) && !isExpired(found) }
    },
  }
}

/** The token of an `Authorization` header, empty where it names none; undefined where it is of another kind. */
export function bearerIn(authorization: string | undefined): string | undefined {
  const [scheme = '', ...rest] = (authorization ?? '').trim().split(/\s+/)
  return scheme.toLowerCase() === 'bearer' ? rest.join(' ') : undefined
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
