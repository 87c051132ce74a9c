import { createHash } from 'node:crypto'
import type { Json } from '@millrace/engine'
import type { Records } from '@millrace/runtime'
import { type OperationResult, StoreError, type TableWrite } from '@millrace/store'
import { canonicalJson } from './idempotency.ts'
import { ProblemError } from './problem.ts'

/** A write of records as a client asked for it. */
export interface KeyedWrite extends Pick<TableWrite, 'operations' | 'mode'> {
  /** The client's `Idempotency-Key`. */
  readonly key: string | undefined
  /** What the client has sent, and where to: the key belongs to all of it. */
  readonly request: Json
}

/** Writes records; the same request with the same key again writes nothing, and another one is refused with `IDEMPOTENCY_KEY_REUSED`. */
export async function writeKeyed(
  account: string,
  records: Pick<Records, 'write'>,
  { key, request, ...write }: KeyedWrite,
): Promise<readonly OperationResult[]> {
  if (key === undefined) return records.write(account, write, {})
  try {
    const digest = createHash('sha256').update(canonicalJson(request)).digest('base64url')
    return await records.write(account, { ...write, key: `http:${key}`, request: digest }, {})
  } catch (error) {
    if (!(error instanceof StoreError && error.code === 'WRITE_KEY_REUSED')) throw error
    throw new ProblemError('IDEMPOTENCY_KEY_REUSED', 'The Idempotency-Key belongs to another write of records: choose a new key.')
  }
}
