import { join } from 'node:path'
import { createEncryptionKey, readEncryptionKey } from './encryption-key.ts'
import { readVariable } from './environment-variable.ts'
import { secretsError } from './secrets-error.ts'
import { openSecretsFile } from './secrets-file.ts'

/** The values that a workflow reads as `secrets.<name>`. Names match `[A-Za-z_][A-Za-z0-9_]*`. */
export interface Secrets {
  get(account: string, name: string): Promise<string | undefined>
  list(account: string): Promise<readonly { readonly name: string; readonly origin: 'environment' | 'file' }[]>
  /** Resolves when the value is on disk, encrypted. */
  set(account: string, name: string, value: string): Promise<void>
  /** False when there was none. A secret from the environment cannot be deleted here. */
  delete(account: string, name: string): Promise<boolean>
}

export interface SecretsOptions {
  /** `MILLRACE_SECRET_<NAME>`, `MILLRACE_SECRET_<NAME>_FILE`, `MILLRACE_ENCRYPTION_KEY` and its `_FILE`. */
  readonly environment: NodeJS.Dict<string>
  /** Where `secrets.json` and, without a key in the environment, `encryption.key` lie. Left out, only the environment is read. */
  readonly directory?: string
}

const prefix = 'MILLRACE_SECRET_'
const fileSuffix = '_FILE'

/** The environment belongs to whoever runs the server, and so do its secrets: no other account may read them. */
const environmentAccount = 'default'

/** Secrets from the environment and from an encrypted file. Where both have a name, the environment wins. */
export function createSecrets({ environment, directory }: SecretsOptions): Secrets {
  // As it was at the start: each look at the process's own asks the system, at each step that reads a secret.
  const variables = secretVariables(environment)
  const inEnvironment = new Set(secretNames(variables))
  const file = directory === undefined ? undefined : openFileIn(directory, environment)
  const isFromEnvironment = (account: string, name: string) => account === environmentAccount && inEnvironment.has(name)

  return {
    async get(account, name) {
      if (isFromEnvironment(account, name)) return readVariable(variables, `${prefix}${name}`)
      return file?.get(account, name)
    },
    async list(account) {
      const fromEnvironment = account === environmentAccount ? [...inEnvironment] : []
      const fromFile = ((await file?.names(account)) ?? []).filter((name) => !isFromEnvironment(account, name))
      return [
        ...fromEnvironment.map((name) => ({ name, origin: 'environment' as const })),
        ...fromFile.map((name) => ({ name, origin: 'file' as const })),
      ].sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    async set(account, name, value) {
      if (!isSecretName(name)) throw secretsError.badName(name)
      if (isFromEnvironment(account, name)) throw secretsError.inEnvironment(name)
      if (file === undefined) throw secretsError.noFile(name)
      await file.set(account, name, value)
    },
    async delete(account, name) {
      if (isFromEnvironment(account, name)) throw secretsError.inEnvironment(name)
      return (await file?.delete(account, name)) ?? false
    },
  }
}

function openFileIn(directory: string, environment: NodeJS.Dict<string>) {
  const keyFile = join(directory, 'encryption.key')
  return openSecretsFile(join(directory, 'secrets.json'), {
    read: () => readEncryptionKey(environment, keyFile),
    create: () => createEncryptionKey(keyFile),
  })
}

function secretVariables(environment: NodeJS.Dict<string>): NodeJS.Dict<string> {
  const set = Object.entries(environment).filter(([variable, value]) => variable.startsWith(prefix) && value !== undefined && value !== '')
  return Object.fromEntries(set)
}

function secretNames(variables: NodeJS.Dict<string>): readonly string[] {
  return Object.keys(variables)
    .map((variable) => variable.slice(prefix.length))
    .map((name) => (name.endsWith(fileSuffix) ? name.slice(0, -fileSuffix.length) : name))
    .filter(isSecretName)
}

function isSecretName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
}
