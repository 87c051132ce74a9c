import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, findingsIn } from './finding.ts'

export interface EncryptionKeyFacts {
  /** The variable that gives the key, if one does. */
  readonly variable?: 'MILLRACE_ENCRYPTION_KEY' | 'MILLRACE_ENCRYPTION_KEY_FILE'
  /** The file that holds it, where there is one. */
  readonly file?: { readonly path: string; readonly mode: number }
  /** Whether anything was encrypted here before. */
  readonly hasSecrets: boolean
}

const { ok, warning, problem } = findingsIn('encryption key')

export function checkEncryptionKey(environment: NodeJS.Dict<string>, dataDirectory: string): readonly Finding[] {
  const hasSecrets = existsSync(join(dataDirectory, 'secrets.json'))
  if (environment.MILLRACE_ENCRYPTION_KEY) return encryptionKeyFindings({ variable: 'MILLRACE_ENCRYPTION_KEY', hasSecrets })
  const given = environment.MILLRACE_ENCRYPTION_KEY_FILE
  const path = given || join(dataDirectory, 'encryption.key')
  const found = statSync(path, { throwIfNoEntry: false })
  return encryptionKeyFindings({
    hasSecrets,
    ...(given && { variable: 'MILLRACE_ENCRYPTION_KEY_FILE' }),
    ...(found && { file: { path, mode: found.mode & 0o777 } }),
  })
}

export function encryptionKeyFindings({ variable, file, hasSecrets }: EncryptionKeyFacts): readonly Finding[] {
  if (variable === 'MILLRACE_ENCRYPTION_KEY') return [ok('it comes from MILLRACE_ENCRYPTION_KEY')]
  if (file === undefined) {
    return hasSecrets
      ? [
          problem(
            'secrets are stored, but the key that opens them is gone',
            'Put encryption.key back from a backup, or set MILLRACE_ENCRYPTION_KEY.',
          ),
        ]
      : [ok('there is none yet: it will be made when it is first needed')]
  }
  const { path, mode } = file
  // On Windows the mode tells nothing of who may read.
  if ((mode & 0o077) === 0 || process.platform === 'win32') return [ok(`it lies in ${path}, for its owner only; keep a copy elsewhere`)]
  const message = `${path} can be read by other users (mode ${mode.toString(8)})`
  // What a container's orchestrator mounts often cannot be changed, and other users are not there.
  return [
    variable === undefined
      ? problem(message, `Run chmod 600 ${path}`)
      : warning(message, `Run chmod 600 ${path}, if other users are on this machine.`),
  ]
}
