import { createHmac, randomBytes } from 'node:crypto'
import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { readVariable } from '../secrets/environment-variable.ts'
import { connectionError } from './connection-error.ts'

/** Connections that whoever runs the server gives it: `MILLRACE_CONNECTION_<NAME>`, JSON with `type` and the values, or a file of it. */
export interface EnvironmentConnections {
  readonly names: readonly string[]
  /** Undefined when there is none of that name. Read anew each time: a file may be replaced. */
  read(name: string): Promise<EnvironmentConnection | undefined>
}

export interface EnvironmentConnection {
  readonly type: string
  readonly values: JsonObject
  readonly revision: string
}

const prefix = 'MILLRACE_CONNECTION_'

export function createEnvironmentConnections(environment: NodeJS.Dict<string>): EnvironmentConnections {
  const variables = new Map(
    Object.entries(environment)
      .filter(([variable, value]) => variable.startsWith(prefix) && value !== undefined && value !== '')
      .map(([variable]) => variable.replace(/_FILE$/, ''))
      .map((variable) => [variable.slice(prefix.length).toLowerCase(), variable]),
  )
  // A plain hash of the text would let who sees revisions try passwords on it.
  const revisionKey = randomBytes(32)

  return {
    names: [...variables.keys()].filter(isConnectionName).sort(),
    async read(name) {
      const variable = variables.get(name)
      if (variable === undefined || !isConnectionName(name)) return undefined
      const text = (await readVariable(environment, variable)) ?? ''
      const { type, ...values } = parse(text, variable)
      if (typeof type !== 'string')
        throw connectionError.unreadable(`${variable} has no "type": write the connection's type, e.g. "http.bearer".`)
      return { type, values, revision: createHmac('sha256', revisionKey).update(text).digest('base64url').slice(0, 16) }
    },
  }
}

/** As node ids: a plain word of small letters, digits and `_`. */
export function isConnectionName(name: string): boolean {
  return /^[a-z][a-z0-9_]{0,62}$/.test(name)
}

function parse(text: string, variable: string): JsonObject {
  let value: Json = null
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message quotes the text, which holds secrets.
    throw connectionError.unreadable(`${variable} is not JSON: write {"type": "http.bearer", …} or name a file of it in ${variable}_FILE.`)
  }
  if (!isJsonObject(value)) throw connectionError.unreadable(`${variable} is not a JSON object: write {"type": "http.bearer", …}.`)
  return value
}
