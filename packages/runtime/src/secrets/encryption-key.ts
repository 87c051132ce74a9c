import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { readVariable } from './environment-variable.ts'
import { type Key, keyOf } from './sealed.ts'
import { secretsError } from './secrets-error.ts'
import { createDurably, isErrno } from './write-durably.ts'

/** The key that wraps all others: from `MILLRACE_ENCRYPTION_KEY` (or its `_FILE`), else from the key file. Undefined when there is none yet. */
export async function readEncryptionKey(environment: NodeJS.Dict<string>, keyFile: string): Promise<Key | undefined> {
  const given = await readVariable(environment, 'MILLRACE_ENCRYPTION_KEY')
  if (given !== undefined) return parseKey(given, 'MILLRACE_ENCRYPTION_KEY')
  try {
    return parseKey(await readFile(keyFile, 'utf8'), keyFile)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Writes a new key file. If another process was faster, its key is the key. */
export async function createEncryptionKey(keyFile: string): Promise<Key> {
  await createDurably(keyFile, `${randomBytes(32).toString('base64')}\n`)
  return parseKey(await readFile(keyFile, 'utf8'), keyFile)
}

function parseKey(text: string, source: string): Key {
  const trimmed = text.trim()
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return keyOf(Buffer.from(trimmed, 'hex'))
  if (!/^[\w+/-]{43}=?$/.test(trimmed)) throw secretsError.badKey(source)
  return keyOf(Buffer.from(trimmed, 'base64'))
}
