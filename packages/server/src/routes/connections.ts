import type { ConnectionFacts } from '@millrace/runtime'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { connection, connectionChange, connectionDraft, connectionList, connectionName, newConnection } from '../views/connection-schema.ts'
import { isoTime } from '../views/iso-time.ts'
import { pageQuery, toPage } from './page-query.ts'

export const connectionGroup = 'Connections'

const example = { type: 'http.bearer', values: { token: 'token-of-the-service', hosts: ['api.example.com'] } }
const shown = { description: 'The connection, without its secrets.', schema: connection }
const missing = { description: 'There is no such connection.' }
const unfit = { description: 'The name, the type or a value does not fit.' }
const inEnvironment = { description: 'It comes from the environment.' }

/** Secrets go in and never come out. */
export function connectionRoutes(settings: Settings): readonly Route[] {
  return [
    listConnections(settings),
    createConnection(settings),
    showConnection(settings),
    putConnection(settings),
    patchConnection(settings),
    deleteConnection(settings),
  ]
}

function listConnections({ connections, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/connections',
    access: 'local',
    group: connectionGroup,
    summary: 'List connections, by name',
    description: 'Those of the environment come first, all with the first page.',
    query: z.strictObject(pageQuery),
    answers: { 200: { description: 'The connections, without their secrets.', schema: connectionList } },
    async handle({ query }) {
      const { items, nextCursor } = await connections.list(account, toPage(query))
      return jsonAnswer(200, { items: items.map(viewOf), ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}

function createConnection({ connections, account, publicUrl }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/connections',
    access: 'local',
    group: connectionGroup,
    summary: 'Create a connection',
    description: 'Answered when it is on disk, its secrets encrypted.',
    body: { type: 'json', schema: newConnection, example: { name: 'stripe', ...example } },
    answers: { 201: shown, 409: { description: 'There is one of that name already.' }, 422: unfit },
    async handle({ body }) {
      const created = await connections.set(account, body, 'missing')
      return jsonAnswer(201, viewOf(created), { location: `${publicUrl}/api/v1/connections/${created.name}` })
    },
  })
}

function showConnection({ connections, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/connections/{name}',
    access: 'local',
    group: connectionGroup,
    summary: 'Show a connection',
    params: connectionName,
    answers: { 200: shown, 404: missing },
    async handle({ params: { name } }) {
      const found = await connections.get(account, name)
      if (found === undefined) throw unknownConnection(name)
      return jsonAnswer(200, viewOf(found))
    },
  })
}

function putConnection({ connections, account }: Settings): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/connections/{name}',
    access: 'local',
    group: connectionGroup,
    summary: 'Create a connection, or replace it as a whole',
    params: connectionName,
    body: { type: 'json', schema: connectionDraft, example },
    answers: { 200: shown, 409: inEnvironment, 422: unfit },
    handle: async ({ params: { name }, body }) => jsonAnswer(200, viewOf(await connections.set(account, { ...body, name }))),
  })
}

function patchConnection({ connections, account }: Settings): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/connections/{name}',
    access: 'local',
    group: connectionGroup,
    summary: 'Change single values of a connection',
    params: connectionName,
    body: { type: 'json', schema: connectionChange, example: { values: { token: 'a-new-token' } } },
    answers: { 200: shown, 404: missing, 409: inEnvironment, 422: unfit },
    async handle({ params: { name }, body: { values } }) {
      const changed = await connections.change(account, name, values)
      if (changed === undefined) throw unknownConnection(name)
      return jsonAnswer(200, viewOf(changed))
    },
  })
}

function deleteConnection({ connections, account }: Settings): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/connections/{name}',
    access: 'local',
    group: connectionGroup,
    summary: 'Delete a connection',
    description: 'Steps that name it fail from then on.',
    params: connectionName,
    answers: { 204: { description: 'It is gone.' }, 404: missing, 409: inEnvironment },
    async handle({ params: { name } }) {
      if (!(await connections.delete(account, name))) throw unknownConnection(name)
      return { status: 204, headers: {}, body: null }
    },
  })
}

function viewOf({ createdAt, updatedAt, ...facts }: ConnectionFacts) {
  return {
    ...facts,
    ...(createdAt !== undefined && { createdAt: isoTime(createdAt) }),
    ...(updatedAt !== undefined && { updatedAt: isoTime(updatedAt) }),
  }
}

function unknownConnection(name: string): ProblemError {
  return new ProblemError(
    'CONNECTION_NOT_FOUND',
    `There is no connection ${JSON.stringify(name.slice(0, 100))}: create it or check the name.`,
  )
}
