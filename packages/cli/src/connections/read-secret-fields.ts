import { resolve } from 'node:path'
import type { ApiConnectionType } from '../api/api-types.ts'
import { usageError } from '../cli-error.ts'
import type { Host } from '../host.ts'
import { readGivenFile } from '../run/read-data.ts'
import { offerSecretValue, readSecretValue } from '../secrets/read-secret-value.ts'
import { assertField } from './connection-fields.ts'

export interface SecretSources {
  /** `name=FILE` */
  readonly files: readonly string[]
  /** `name=VARIABLE` */
  readonly variables: readonly string[]
  /** Those to be asked for if no file or variable gives them. */
  readonly asked: readonly string[]
  /** Those that may be left out: offered to whoever sits at a terminal. */
  readonly offered: readonly string[]
}

/** The secret values, from files, from variables, typed without being shown, or one from standard input. Never from arguments. */
export async function readSecretFields(type: ApiConnectionType, sources: SecretSources, host: Host): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const { name, from } of pairs(type, '--secret-from-file', sources.files)) {
    const bytes = await readGivenFile(resolve(host.directory, from), '--secret-from-file')
    found[name] = new TextDecoder().decode(bytes).replace(/\r?\n$/, '')
  }
  for (const { name, from } of pairs(type, '--secret-from-env', sources.variables)) {
    const value = host.environment[from]
    if (value === undefined || value === '') throw usageError(`--secret-from-env names the variable ${from}, which is not set.`)
    found[name] = value
  }
  const left = sources.asked.filter((name) => !(name in found))
  if (left.length > 1 && !host.input.isTTY) {
    throw usageError(
      `Standard input can give one secret, not ${left.join(' and ')}: use --secret-from-file or --secret-from-env for the others.`,
    )
  }
  for (const name of left) found[name] = await readSecretValue(name, host)
  for (const name of sources.offered) {
    const value = name in found ? undefined : await offerSecretValue(name, host)
    if (value !== undefined) found[name] = value
  }
  return found
}

function pairs(
  type: ApiConnectionType,
  option: string,
  given: readonly string[],
): readonly { readonly name: string; readonly from: string }[] {
  return given.map((pair) => {
    const [, name, from] = /^([^=]+)=(.+)$/s.exec(pair) ?? []
    if (name === undefined || from === undefined) throw usageError(`${option} is written name=…, not "${pair}".`)
    if (!type.secretFields.includes(assertField(type, name)))
      throw usageError(`${name} is no secret of ${type.type}: give it with --value.`)
    return { name, from }
  })
}
