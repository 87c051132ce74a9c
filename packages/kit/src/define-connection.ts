import type { JsonObject } from '@millrace/engine'
import { z } from 'zod'
import { assertParams, assertType } from './assert-definition.ts'
import { parseParams } from './parse-params.ts'

/** One request on its way out, to which a connection may add its credentials. */
export interface AuthorizedRequest {
  /** `searchParams` may be changed. */
  readonly url: URL
  readonly method: string
  readonly headers: Headers
  readonly body: Uint8Array | string | undefined
}

export interface AuthorizeContext<Values> {
  readonly values: Values
  /** The guarded fetch, for a token that must be asked for first. */
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since 1970. */
  now(): number
  /** Kept as long as the connection is not edited, e.g. for a token and when it ends. */
  readonly cache: Map<string, unknown>
  /** The answer that asked for credentials, when the server challenged the first attempt; undefined before. */
  readonly challenge: Response | undefined
}

/** Everything there is to say of a connection type. Fields with `.meta({ secret: true })` are encrypted, and shown to nobody. */
export interface ConnectionDefinition<Schema extends z.ZodType> {
  readonly type: string
  readonly title: string
  readonly icon: string
  /** One sentence. */
  readonly summary: string
  /** Markdown. */
  readonly docs: string
  readonly params: Schema
  /** HTTP only: the hosts that may see the credentials, e.g. `api.example.com`, `*.example.com`, `localhost:8080`. */
  readonly hosts?: (values: z.output<Schema>) => readonly string[]
  /** HTTP only: adds the credentials. Asked again with `challenge` when the answer is 401 and `answersChallenge` is set. */
  readonly authorize?: (request: AuthorizedRequest, context: AuthorizeContext<z.output<Schema>>) => void | Promise<void>
  readonly answersChallenge?: boolean
  readonly examples: readonly { readonly name: string; readonly with: JsonObject }[]
}

/** A connection type as the registry holds it. */
export interface ConnectionType {
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly summary: string
  readonly docs: string
  readonly params: z.ZodType
  readonly examples: readonly { readonly name: string; readonly with: JsonObject }[]
  /** The names of the fields that are encrypted and never shown. */
  readonly secretFields: readonly string[]
  /** The values by the schema, defaults filled in. Throws fatal `BAD_PARAMS`. */
  parse(values: JsonObject): JsonObject
  hosts?(values: JsonObject): readonly string[]
  authorize?(request: AuthorizedRequest, context: AuthorizeContext<JsonObject>): void | Promise<void>
  readonly answersChallenge: boolean
}

export function defineConnection<Schema extends z.ZodType>(definition: ConnectionDefinition<Schema>): ConnectionType {
  const { type, title, icon, summary, docs, params, hosts, authorize, answersChallenge = false, examples } = definition
  assertType('Connection type', type)
  assertParams(type, params)
  // What the schema has parsed once is what `hosts` and `authorize` are later given.
  type Parsed = z.output<Schema>
  return {
    type,
    title,
    icon,
    summary,
    docs,
    params,
    examples,
    secretFields: secretFieldsOf(params),
    parse: (values) => parseParams(type, params, values) as JsonObject,
    ...(hosts && { hosts: (values: JsonObject) => hosts(values as Parsed) }),
    ...(authorize && {
      authorize: (request: AuthorizedRequest, context: AuthorizeContext<JsonObject>) =>
        authorize(request, context as AuthorizeContext<Parsed>),
    }),
    answersChallenge,
  }
}

function secretFieldsOf(params: z.ZodType): readonly string[] {
  // `assertParams` has seen that it is an object.
  const { shape } = params as z.ZodObject
  return Object.keys(shape).filter((name) => isSecret(shape[name] as z.ZodType))
}

/** Also when `.optional()` or `.default(…)` stands after the `.meta(…)`: forgetting that would store a password readable. */
function isSecret(schema: z.ZodType): boolean {
  if (z.globalRegistry.get(schema)?.secret === true) return true
  const { innerType } = schema._zod.def as { readonly innerType?: z.ZodType } // Only wrappers have one.
  return innerType !== undefined && isSecret(innerType)
}
