import { createHash, createHmac, hkdfSync } from 'node:crypto'

/**
 * The addresses at which steps wait to be answered. The token in one is the whole credential: 256 bits that follow from the instance's
 * key and the step, so that the address is known before the wait begins and after a restart, and is kept nowhere. A row holds its hash.
 */
export interface WaitingAddresses {
  tokenOf(place: WaitingPlace): string
  /** Where the token is taken. */
  urlOf(token: string): string
}

export interface WaitingPlace {
  readonly account: string
  readonly executionId: string
  /** The step path. */
  readonly step: string
}

export interface WaitingAddressesOptions {
  /** The instance's encryption key; the one used here is derived from it. */
  readonly key: Uint8Array
  /** How others reach this server. */
  readonly publicUrl: string
}

export function createWaitingAddresses({ key, publicUrl }: WaitingAddressesOptions): WaitingAddresses {
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'millrace waiting addresses', 32))
  const base = `${publicUrl.replace(/\/+$/, '')}/webhook-waiting/`
  return {
    // As JSON, so that no two places can look alike.
    tokenOf: ({ account, executionId, step }) =>
      createHmac('sha256', derived)
        .update(JSON.stringify([account, executionId, step]))
        .digest('base64url'),
    urlOf: (token) => base + token,
  }
}

/** What a row holds of a token, in hex. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
