import { type Json, nearestWord } from '@millrace/engine'
import type { ApiClient } from '../api/api-client.ts'
import type { ApiConnection, ApiConnectionType } from '../api/api-types.ts'
import { CliError, usageError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { parseFields } from './connection-fields.ts'
import { listConnectionTypes } from './list-connection-types.ts'
import { readSecretFields } from './read-secret-fields.ts'

export interface ConnectionOptions {
  readonly type: string | undefined
  readonly values: readonly string[]
  /** Values to take away. */
  readonly unset: readonly string[]
  /** Secrets to ask for. */
  readonly secrets: readonly string[]
  readonly secretFiles: readonly string[]
  readonly secretVariables: readonly string[]
}

/** Creates a connection, or changes what is named of one that is there. */
export async function setConnection(client: ApiClient, name: string, options: ConnectionOptions, host: Host): Promise<ApiConnection> {
  const existing = await findConnection(client, name)
  const isChange = existing !== undefined && (options.type === undefined || options.type === existing.type)
  const type = chosenType(await listConnectionTypes(client), options.type ?? existing?.type, name)
  const plain = parseFields(type, options.values)
  const { asked, offered } = wantedSecrets(type, options.secrets, isChange)
  const sources = { files: options.secretFiles, variables: options.secretVariables, asked, offered }
  const values: Record<string, Json> = { ...plain, ...(await readSecretFields(type, sources, host)) }
  const path = `/connections/${encodeURIComponent(name)}`
  if (!isChange) return client.send('PUT', path, { type: type.type, values })
  return client.send('PATCH', path, { values: { ...values, ...Object.fromEntries(options.unset.map((one) => [one, null])) } })
}

async function findConnection(client: ApiClient, name: string): Promise<ApiConnection | undefined> {
  try {
    return await client.get<ApiConnection>(`/connections/${encodeURIComponent(name)}`)
  } catch (error) {
    if (error instanceof CliError && error.exitCode === exitCode.notFound) return undefined
    throw error
  }
}

function chosenType(types: readonly ApiConnectionType[], wanted: string | undefined, name: string): ApiConnectionType {
  if (wanted === undefined)
    throw usageError(`There is no connection ${name} yet: say what it is with --type; "millrace connection types" lists them.`)
  const found = types.find(({ type }) => type === wanted)
  if (found !== undefined) return found
  const near = nearestWord(
    wanted,
    types.map(({ type }) => type),
  )
  throw usageError(
    `There is no connection type ${wanted}. ${near === undefined ? 'See "millrace connection types".' : `Did you mean ${near}?`}`,
  )
}

/** Of a change only those that are named; of a new connection all, unless some are named. */
function wantedSecrets({ schema, secretFields }: ApiConnectionType, named: readonly string[], isChange: boolean) {
  if (named.length > 0 || isChange) return { asked: named, offered: [] }
  const isRequired = (name: string) => schema.required?.includes(name) === true
  return { asked: secretFields.filter(isRequired), offered: secretFields.filter((name) => !isRequired(name)) }
}
