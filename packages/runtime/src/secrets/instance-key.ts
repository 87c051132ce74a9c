import { join } from 'node:path'
import { createEncryptionKey, readEncryptionKey } from './encryption-key.ts'

/** The key that all others of this instance are derived from or wrapped by: from the environment, else from the data directory, where it is made if need be. */
export async function instanceKey(environment: NodeJS.Dict<string>, directory: string): Promise<Uint8Array> {
  const keyFile = join(directory, 'encryption.key')
  const { bytes } = (await readEncryptionKey(environment, keyFile)) ?? (await createEncryptionKey(keyFile))
  return bytes
}
