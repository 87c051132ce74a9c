import type { JsonObject } from '@millrace/engine'
import { type ConnectionType, FatalError } from '@millrace/kit'
import type { ConnectionStore, ExpectedRevision, Listed, Page, StoredConnection } from '@millrace/store'
import { RuntimeError } from '../errors.ts'
import { keyOf } from '../secrets/sealed.ts'
import { connectionError } from './connection-error.ts'
import { createEnvironmentConnections, isConnectionName } from './environment-connections.ts'
import { openFields, sealedFieldNames, sealFields } from './sealed-fields.ts'

/**
 * Owns: the connections of all accounts, their secret fields sealed, and those of the environment, which are the default account's alone.
 * Invariants: only `open` gives secrets, and only steps call it; where both have a name, the environment wins.
 */
export interface ConnectionVault {
  /** By name; those of the environment come all with the first page. */
  list(account: string, page: Page): Promise<Listed<ConnectionFacts>>
  get(account: string, name: string): Promise<ConnectionFacts | undefined>
  /** With its secrets. */
  open(account: string, name: string): Promise<OpenedConnection | undefined>
  /** Creates, or replaces as a whole. Throws `CONNECTION_…` of the runtime's errors. */
  set(account: string, draft: ConnectionDraft, expected?: ExpectedRevision): Promise<ConnectionFacts>
  /** Changes single values, secret or not; null takes one away. Undefined when there is no such connection. */
  change(account: string, name: string, values: JsonObject): Promise<ConnectionFacts | undefined>
  /** Whether there was one. */
  delete(account: string, name: string): Promise<boolean>
}

export interface ConnectionDraft {
  readonly name: string
  readonly type: string
  readonly values: JsonObject
}

/** What anybody of the account may see. */
export interface ConnectionFacts extends ConnectionDraft {
  /** The secret fields that have a value. */
  readonly secrets: readonly string[]
  readonly origin: 'environment' | 'store'
  readonly revision: string
  /** Why it cannot be read: only of the environment's. */
  readonly problem?: string
  /** Not of the environment's. */
  readonly createdAt?: number
  readonly updatedAt?: number
}

export interface OpenedConnection {
  readonly type: ConnectionType
  /** By the type's schema. */
  readonly values: JsonObject
  readonly revision: string
}

export interface ConnectionVaultOptions {
  readonly store: ConnectionStore
  readonly environment: NodeJS.Dict<string>
  connectionType(type: string): ConnectionType | undefined
  /** The instance's key; asked for when something is sealed or opened. */
  key(): Promise<Uint8Array>
  now(): number
}

/** The environment belongs to whoever runs the server: no other account may use its connections. */
const environmentAccount = 'default'
const mostTries = 10

export function createConnectionVault(options: ConnectionVaultOptions): ConnectionVault {
  const { store, environment, connectionType, now } = options
  const key = async () => keyOf(Buffer.from(await options.key()))
  const given = createEnvironmentConnections(environment)
  const givenTo = (account: string) => (account === environmentAccount ? given.names : [])

  function typeOf(type: string): ConnectionType {
    const found = connectionType(type)
    if (found !== undefined) return found
    throw new RuntimeError(
      'CONNECTION_TYPE_UNKNOWN',
      `There is no connection type ${JSON.stringify(type.slice(0, 100))}: see "millrace connection types".`,
    )
  }

  /** One that cannot be read must not hide the others: it is listed with the reason. */
  async function environmentFacts(name: string): Promise<ConnectionFacts> {
    const nothing = { name, type: '', values: {}, secrets: [], origin: 'environment', revision: '' } as const
    try {
      const found = await given.read(name)
      if (found === undefined) return nothing
      // A type that nobody knows tells not which of its fields are secret.
      const { open, secret } = split(found.values, connectionType(found.type)?.secretFields ?? Object.keys(found.values))
      return { ...nothing, type: found.type, values: open, secrets: Object.keys(secret), revision: found.revision }
    } catch (error) {
      if (error instanceof FatalError) return { ...nothing, problem: error.message }
      throw error
    }
  }

  function assertWritable(account: string, name: string): void {
    if (!isConnectionName(name)) throw badName(name)
    if (givenTo(account).includes(name)) throw inEnvironment(name)
  }

  async function write(account: string, draft: ConnectionDraft, expected?: ExpectedRevision): Promise<StoredConnection | 'conflict'> {
    const type = typeOf(draft.type)
    assertValid(draft, type)
    const { open, secret } = split(draft.values, type.secretFields)
    const sealed = sealFields(await key(), { account, connection: draft.name }, secret)
    return store.put({
      account,
      name: draft.name,
      type: draft.type,
      values: open,
      sealed,
      at: now(),
      ...(expected !== undefined && { expected }),
    })
  }

  async function allValues(account: string, { name, values, sealed }: StoredConnection): Promise<JsonObject> {
    return { ...values, ...openFields(await key(), { account, connection: name }, sealed) }
  }

  return {
    async list(account, page) {
      const hidden = givenTo(account)
      const stored = await store.list(account, page)
      const items = stored.items.filter(({ name }) => !hidden.includes(name)).map(factsOf)
      if (page.cursor !== undefined) return { ...stored, items }
      const facts = await Promise.all(hidden.map(environmentFacts))
      return { ...stored, items: [...facts, ...items] }
    },

    async get(account, name) {
      if (givenTo(account).includes(name)) return environmentFacts(name)
      const stored = await store.get(account, name)
      return stored && factsOf(stored)
    },

    async open(account, name) {
      const fromEnvironment = givenTo(account).includes(name) ? await given.read(name) : undefined
      const stored = fromEnvironment ? undefined : await store.get(account, name)
      const found = fromEnvironment ?? stored
      if (found === undefined) return undefined
      const type = connectionType(found.type)
      if (type === undefined) throw connectionError.unreadable(`Connection "${name}" is of type ${found.type}, which nothing here knows.`)
      const values = stored === undefined ? found.values : await allValues(account, stored)
      return { type, values: type.parse(values), revision: String(found.revision) }
    },

    async set(account, draft, expected) {
      assertWritable(account, draft.name)
      const written = await write(account, draft, expected)
      if (written === 'conflict')
        throw new RuntimeError('CONNECTION_EXISTS', `There is a connection "${draft.name}" already, or it was changed meanwhile.`)
      return factsOf(written)
    },

    async change(account, name, values) {
      assertWritable(account, name)
      for (let tries = 0; tries < mostTries; tries += 1) {
        const stored = await store.get(account, name)
        if (stored === undefined) return undefined
        const draft = { name, type: stored.type, values: withoutNulls({ ...(await allValues(account, stored)), ...values }) }
        const written = await write(account, draft, stored.revision)
        if (written !== 'conflict') return factsOf(written)
      }
      throw new RuntimeError('CONNECTION_EXISTS', `Connection "${name}" is changed all the time: try again.`)
    },

    async delete(account, name) {
      if (givenTo(account).includes(name)) throw inEnvironment(name)
      return store.delete(account, name)
    },
  }
}

function factsOf({ name, type, values, sealed, revision, createdAt, updatedAt }: StoredConnection): ConnectionFacts {
  return { name, type, values, secrets: sealedFieldNames(sealed), origin: 'store', revision: String(revision), createdAt, updatedAt }
}

function split(values: JsonObject, secretFields: readonly string[]): { readonly open: JsonObject; readonly secret: JsonObject } {
  const isSecret = ([name]: readonly [string, unknown]) => secretFields.includes(name)
  const entries = Object.entries(values)
  return { secret: Object.fromEntries(entries.filter(isSecret)), open: Object.fromEntries(entries.filter((entry) => !isSecret(entry))) }
}

function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

function assertValid({ name, values }: ConnectionDraft, type: ConnectionType): void {
  try {
    type.parse(values)
  } catch (error) {
    if (error instanceof FatalError) throw new RuntimeError('CONNECTION_INVALID', `Connection "${name}" was not stored. ${error.message}`)
    throw error
  }
}

function badName(name: string): RuntimeError {
  return new RuntimeError(
    'CONNECTION_BAD_NAME',
    `${JSON.stringify(name.slice(0, 100))} cannot be a connection's name: use up to 63 small letters, digits and "_", a letter first.`,
  )
}

function inEnvironment(name: string): RuntimeError {
  return new RuntimeError(
    'CONNECTION_IN_ENVIRONMENT',
    `Connection "${name}" comes from the environment: change or remove MILLRACE_CONNECTION_${name.toUpperCase()} there.`,
  )
}
