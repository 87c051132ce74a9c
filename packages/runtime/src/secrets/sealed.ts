import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/**
 * AES-256-GCM in one line of text: `v1.<key id>.<nonce, ciphertext and tag as base64url>`.
 * The associated data is not in it: whoever opens it must know what it is for, so that a sealed value cannot be moved elsewhere.
 */
export type Sealed = string

const nonceBytes = 12
const tagBytes = 16

export interface Key {
  readonly id: string
  readonly bytes: Buffer
}

/** Names a key without telling it: the same bytes always have the same id. */
export function keyOf(bytes: Buffer): Key {
  return { id: createHash('sha256').update('millrace key id\0').update(bytes).digest('hex').slice(0, 16), bytes }
}

export function seal(key: Key, plain: Buffer, associated: readonly string[]): Sealed {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce)
  cipher.setAAD(associatedData(key.id, associated))
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return `v1.${key.id}.${sealed.toString('base64url')}`
}

/** The id of the key that sealed it, or undefined when this is not a sealed value. */
export function keyIdOf(sealed: Sealed): string | undefined {
  return /^v1\.([0-9a-f]{16})\.[\w-]+$/.exec(sealed)?.[1]
}

/** Undefined when anything differs from what was sealed: key, associated data or a single bit. */
export function open(key: Key, sealed: Sealed, associated: readonly string[]): Buffer | undefined {
  if (keyIdOf(sealed) !== key.id) return undefined
  const bytes = Buffer.from(sealed.slice(sealed.lastIndexOf('.') + 1), 'base64url')
  if (bytes.length < nonceBytes + tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(associatedData(key.id, associated))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  const start = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
  try {
    return Buffer.concat([start, decipher.final()])
  } catch {
    // Node says only "unable to authenticate"; the caller knows which file and secret it is.
    return undefined
  }
}

/** As JSON, so that no two lists read the same. */
function associatedData(keyId: string, associated: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(['millrace', keyId, ...associated]))
}
