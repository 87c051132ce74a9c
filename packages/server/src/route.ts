import type { DecodedYaml } from '@millrace/engine'
import type { Records } from '@millrace/runtime'
import type { z } from 'zod'
import type { Answer, StreamedAnswer } from './answer.ts'
import { parsePart } from './parse-part.ts'

/**
 * One address of the API, described once: the router, the checks of what comes in, the OpenAPI document and the list of routes
 * all come from this value.
 */
export interface RouteDefinition<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Headers extends z.ZodObject,
  Body extends RouteBody,
> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** With parameters in braces, e.g. `/api/v1/workflows/{id}`. */
  readonly path: string
  /**
   * Who may ask: everybody, or only who can reach this machine's loopback until there are accounts. `records`: besides those, whoever has a
   * token for tables, as the person that it stands for.
   */
  readonly access: 'public' | 'local' | 'records'
  readonly group: string
  readonly summary: string
  /** Markdown. */
  readonly description?: string
  readonly params?: Params
  /** A strict object: unknown names are refused with the nearest one. */
  readonly query?: Query
  /** Only those that the route reads, lower case. */
  readonly headers?: Headers
  readonly body?: Body
  readonly answers: Readonly<Record<number, RouteAnswer>>
  handle(request: RouteRequest<Params, Query, Headers, Body>): Promise<Answer | StreamedAnswer> | Answer | StreamedAnswer
}

export type RouteBody =
  /** `limitBytes` where it takes less than the server does. */
  | { readonly type: 'json'; readonly schema: z.ZodType; readonly example: unknown; readonly limitBytes?: number }
  /** A workflow file, whatever its Content-Type says. */
  | { readonly type: 'yaml'; readonly example: string }
  /** Any bytes, handed over as they come: the route itself says how many it takes. */
  | { readonly type: 'bytes' }

export interface RouteAnswer {
  readonly description: string
  readonly schema?: z.ZodType
  /** `application/json` when left out. */
  readonly contentType?: string
  readonly example?: unknown
}

interface RouteRequest<Params extends z.ZodType, Query extends z.ZodType, Headers extends z.ZodType, Body extends RouteBody> {
  readonly params: z.output<Params>
  readonly query: z.output<Query>
  readonly headers: z.output<Headers>
  readonly body: BodyOf<Body>
  /** The records as whoever asks may see and write them. Routes for `records` take them from here alone. */
  readonly records: Records
}

type BodyOf<Body extends RouteBody> = Body extends { readonly type: 'json'; readonly schema: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : Body extends { readonly type: 'bytes' }
    ? ReadableStream<Uint8Array>
    : DecodedYaml

/** A request as the router hands it over: nothing in it is checked yet. */
export interface RawRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: unknown
  header(name: string): string | undefined
  /** The parsed JSON, the decoded YAML or the stream, as the definition wants it; undefined without a body. */
  readonly body: unknown
  readonly records: Records
}

/** A route with its types erased, as the router and the OpenAPI document take it. */
export interface Route extends Omit<RouteDefinition<z.ZodObject, z.ZodObject, z.ZodObject, RouteBody>, 'handle'> {
  /** Throws `REQUEST_INVALID` with every mistake when the request does not fit the definition. */
  run(request: RawRequest): Promise<Answer | StreamedAnswer> | Answer | StreamedAnswer
}

type Nothing = z.ZodObject<Record<never, never>>

export function defineRoute<
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Headers extends z.ZodObject = Nothing,
  Body extends RouteBody = RouteBody,
>(definition: RouteDefinition<Params, Query, Headers, Body>): Route {
  const { handle, ...description } = definition
  return {
    ...description,
    run(raw) {
      const { params, query, headers, body } = description
      const request = {
        records: raw.records,
        params: parsePart('path', params, raw.params),
        query: parsePart('query', query, raw.query),
        headers: parsePart('header', headers, headers && pick(headers, raw.header)),
        body: body?.type === 'json' ? parsePart('body', body.schema, raw.body) : raw.body,
      }
      return handle(request as RouteRequest<Params, Query, Headers, Body>) // Each part has just been parsed by its schema.
    },
  }
}

function pick(headers: z.ZodObject, header: (name: string) => string | undefined): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of Object.keys(headers.shape)) {
    const value = header(name)
    if (value !== undefined) found[name] = value
  }
  return found
}
