import type { Json, JsonObject } from '@millrace/engine'
import { z } from 'zod'
import type { Route, RouteAnswer, RouteBody } from '../route.ts'
import { type Components, schemaOf } from './schema-of.ts'

interface Facts {
  readonly version: string
  readonly publicUrl: string
}

const problem = z
  .looseObject({
    type: z.string().meta({ example: 'urn:millrace:problem:EXECUTION_NOT_FOUND' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What is wrong with this request, and what to do about it.' }),
    code: z.string().meta({ description: 'Stable; docs/errors.md lists them.', example: 'EXECUTION_NOT_FOUND' }),
    requestId: z.string().meta({ description: 'Stands in the log of the server too.' }),
  })
  .meta({ id: 'Problem', description: 'A problem document (RFC 9457). Some codes bring more members, e.g. `problems` or `position`.' })

const description = `Runs workflows durably and shows what they did.

Times are ISO 8601 in UTC. Lists answer \`{ items, nextCursor }\`: give \`nextCursor\` back as \`cursor\` for the next page.
Every error is a problem document with a stable \`code\`. Webhooks are not listed here: the workflows say their addresses.`

/** The OpenAPI 3.1 document of the routes. */
export function openApiDocument(routes: readonly Route[], { version, publicUrl }: Facts): JsonObject {
  const components: Components = new Map()
  const refused = {
    description: 'Refused or failed, see `code`.',
    content: { 'application/problem+json': { schema: schemaOf(problem, 'output', components) } },
  }
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    paths[route.path] ??= {}
    Object.assign(paths[route.path] ?? {}, { [route.method]: operationOf(route, refused, components) })
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Millrace', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: publicUrl }],
    tags: [...new Set(routes.map(({ group }) => group))].map((name) => ({ name })),
    paths,
    components: { schemas: Object.fromEntries([...components].sort(([one], [other]) => (one < other ? -1 : 1))) },
  }
}

function operationOf(route: Route, refused: JsonObject, components: Components): JsonObject {
  const { method, path, group, summary, description: text, body, answers } = route
  return {
    operationId: operationId(method, path),
    tags: [group],
    summary,
    ...(text !== undefined && { description: text }),
    parameters: [
      ...parametersOf('path', route.params, components),
      ...parametersOf('query', route.query, components),
      ...parametersOf('header', route.headers, components),
    ],
    ...(body && { requestBody: requestBodyOf(body, components) }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, responseOf(answer, components)])),
      default: refused,
    },
  }
}

function operationId(method: string, path: string): string {
  return `${method} ${path.replace(/^\/api\/v1/, '')}`.replace(
    /[^a-zA-Z0-9]+(.)?/g,
    (_, next: string | undefined) => next?.toUpperCase() ?? '',
  )
}

function parametersOf(place: 'path' | 'query' | 'header', schema: z.ZodObject | undefined, components: Components): readonly JsonObject[] {
  return Object.entries(schema?.shape ?? {}).map(([name, part]) => {
    // Each part of a shape is a schema; zod's core type for it says less.
    const { description: text, example, ...rest } = schemaOf(part as z.ZodType, 'input', components)
    return {
      name,
      in: place,
      required: place === 'path',
      ...(text !== undefined && { description: text }),
      ...(example !== undefined && { example }),
      schema: rest,
    }
  })
}

function requestBodyOf(body: RouteBody, components: Components): JsonObject {
  if (body.type === 'bytes') {
    return { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
  }
  if (body.type === 'yaml') {
    return { required: true, content: { 'application/yaml': { schema: { type: 'string' }, example: body.example } } }
  }
  const content = { schema: schemaOf(body.schema, 'input', components), example: body.example as Json } // Examples are JSON.
  return { required: false, content: { 'application/json': content } }
}

function responseOf(
  { description: text, schema, contentType = 'application/json', example }: RouteAnswer,
  components: Components,
): JsonObject {
  if (schema === undefined && example === undefined && contentType === 'application/json') {
    return { description: text }
  }
  const content = {
    ...(schema && { schema: schemaOf(schema, 'output', components) }),
    ...(example !== undefined && { example: example as Json }), // Examples are JSON.
  }
  return { description: text, content: { [contentType]: content } }
}
