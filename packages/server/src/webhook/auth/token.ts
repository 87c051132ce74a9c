import type { JsonObject } from '@millrace/engine'
import type { CheckedAuth } from '@millrace/kit'
import type { CryptoKey, JWTVerifyGetKey, JWTVerifyOptions } from 'jose'

type JwtAuth = Extract<CheckedAuth, { type: 'jwt' }>

/** Never `none`, and never a public key's algorithm for a secret or the other way round: the kind of key decides. */
const secretAlgorithms = ['HS256', 'HS384', 'HS512']
const publicAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const clockToleranceSeconds = 30

/** Reads tokens; keeps the public keys that it has fetched. */
export interface Tokens {
  /** What the token claims, or undefined when it does not hold. Rejects when public keys cannot be had. */
  read(auth: JwtAuth, secrets: readonly string[], token: string, at: number): Promise<JsonObject | undefined>
}

export function createTokens({ fetch }: { readonly fetch: typeof globalThis.fetch }): Tokens {
  const keySets = new Map<string, JWTVerifyGetKey>()

  async function keySet(url: string): Promise<JWTVerifyGetKey> {
    const { createRemoteJWKSet, customFetch } = await import('jose')
    const known = keySets.get(url) ?? createRemoteJWKSet(new URL(url), { [customFetch]: fetch })
    keySets.set(url, known)
    return known
  }

  return {
    async read({ issuer, audience, jwks }, secrets, token, at) {
      const options: JWTVerifyOptions = {
        currentDate: new Date(at),
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp'],
        ...(issuer !== undefined && { issuer }),
        ...(audience !== undefined && { audience }),
      }
      if (jwks !== undefined) return claimsOf(token, await keySet(jwks), { ...options, algorithms: publicAlgorithms })
      for (const secret of secrets) {
        const claims = await claimsOf(token, async () => Buffer.from(secret), { ...options, algorithms: secretAlgorithms })
        if (claims !== undefined) return claims
      }
      return undefined
    },
  }
}

/** Keys that cannot be had are the server's trouble, and no fault of the token. */
async function claimsOf(token: string, key: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JsonObject | undefined> {
  // Loaded with the first token: hardly any server needs it.
  const { errors, jwtVerify } = await import('jose')
  try {
    const { payload } = await jwtVerify(token, key, options)
    return JSON.parse(JSON.stringify(payload)) as JsonObject // Claims come from JSON.
  } catch (error) {
    // A token need not name its key: any of those that fit may have signed it.
    if (error instanceof errors.JWKSMultipleMatchingKeys) return claimsOfAny(token, error, options)
    const isOfToken = error instanceof errors.JOSEError && !troubleWithKeys.includes(error.code)
    if (isOfToken) return undefined
    throw error
  }
}

async function claimsOfAny(token: string, keys: AsyncIterable<CryptoKey>, options: JWTVerifyOptions): Promise<JsonObject | undefined> {
  for await (const key of keys) {
    const claims = await claimsOf(token, async () => key, options)
    if (claims !== undefined) return claims
  }
  return undefined
}

const troubleWithKeys: readonly string[] = ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']
