import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/**
 * Where a caller that was told to wait finds its answer. The address holds the execution and 256 bits that follow from it and the
 * instance's key: whoever was given it may read that one answer, and nobody can guess it.
 */
export interface AnswerAddresses {
  urlOf(account: string, executionId: string): string
  /** The execution that a token stands for; undefined for one that was made up. */
  executionOf(account: string, token: string): string | undefined
}

export interface AnswerAddressesOptions {
  /** The instance's encryption key; the one used here is derived from it. */
  readonly key: Uint8Array
  /** How others reach this server. */
  readonly publicUrl: string
}

export function createAnswerAddresses({ key, publicUrl }: AnswerAddressesOptions): AnswerAddresses {
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'millrace answer addresses', 32))
  const base = `${publicUrl.replace(/\/+$/, '')}/webhook-status/`

  function proofOf(account: string, executionId: string): Buffer {
    return createHmac('sha256', derived)
      .update(JSON.stringify([account, executionId]))
      .digest()
  }

  return {
    urlOf: (account, executionId) => `${base}${executionId}.${proofOf(account, executionId).toString('base64url')}`,
    executionOf(account, token) {
      const [, executionId, given] = /^([0-9a-z]{1,64})\.([A-Za-z0-9_-]{43})$/.exec(token) ?? []
      if (executionId === undefined || given === undefined) return undefined
      return timingSafeEqual(Buffer.from(given, 'base64url'), proofOf(account, executionId)) ? executionId : undefined
    },
  }
}
