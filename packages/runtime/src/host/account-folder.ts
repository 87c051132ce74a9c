import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FatalError } from '@millrace/kit'

/** A folder of the account alone, made if need be. An account's id may hold anything, so that its hash names the folder. */
export async function accountFolder(directory: string, account: string, name: string): Promise<string> {
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(name)) {
    throw new FatalError(`"${name}" cannot name a folder: use small letters, digits and "-", a letter first.`, { code: 'BAD_NODE' })
  }
  const hash = createHash('sha256').update(account).digest('hex').slice(0, 32)
  const folder = join(directory, 'accounts', hash, name)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}
