import { jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { client, layout, layoutChange, pins } from '../views/draft-schema.ts'
import { workflowGroup, workflowId, workflowUnknown } from './workflows.ts'

const missing = { description: 'There is no such workflow.' }
const bodyLimitBytes = 2 * 1024 * 1024
const query = z.strictObject({ client: client.optional() })

const pinChange = z.record(
  z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, { error: 'it must be the id of a node' })
    .max(200),
  jsonValue(),
)

/** What belongs to the canvas of a workflow and not to its file. */
export function canvasRoutes(settings: Settings): readonly Route[] {
  return [showLayout(settings), changeLayout(settings), showPins(settings), changePins(settings)]
}

function showLayout(settings: Settings): Route {
  const { canvases, account } = settings
  return defineRoute({
    method: 'get',
    path: '/api/v1/workflows/{id}/layout',
    access: 'local',
    group: workflowGroup,
    summary: 'Show where things stand on the canvas of a workflow',
    params: workflowId,
    answers: { 200: { description: 'Places, closed scopes, notes and groups.', schema: layout }, 404: missing },
    async handle({ params: { id } }) {
      await assertKnown(settings, id)
      return jsonAnswer(200, await canvases.layout(account, id))
    },
  })
}

function changeLayout(settings: Settings): Route {
  const { canvases, account } = settings
  return defineRoute({
    method: 'patch',
    path: '/api/v1/workflows/{id}/layout',
    access: 'local',
    group: workflowGroup,
    summary: 'Change where things stand on the canvas of a workflow',
    description: 'Entry by entry: of each, the last write counts. Null takes an entry away; what is not named stays.',
    params: workflowId,
    query,
    body: { type: 'json', schema: layoutChange, example: { nodes: { charge: { x: 240, y: 96 }, old: null } }, limitBytes: bodyLimitBytes },
    answers: { 204: { description: 'It is on disk.' }, 404: missing, 413: { description: 'The whole layout would be over 1 MiB.' } },
    async handle({ params: { id }, query: { client }, body }) {
      await assertKnown(settings, id)
      await canvases.changeLayout(account, id, body, client)
      return { status: 204, headers: {}, body: null }
    },
  })
}

function showPins(settings: Settings): Route {
  const { canvases, account } = settings
  return defineRoute({
    method: 'get',
    path: '/api/v1/workflows/{id}/pins',
    access: 'local',
    group: workflowGroup,
    summary: 'Show the pinned outputs of a workflow',
    params: workflowId,
    answers: { 200: { description: 'By node id.', schema: pins }, 404: missing },
    async handle({ params: { id } }) {
      await assertKnown(settings, id)
      return jsonAnswer(200, await canvases.pins(account, id))
    },
  })
}

function changePins(settings: Settings): Route {
  const { canvases, account } = settings
  return defineRoute({
    method: 'patch',
    path: '/api/v1/workflows/{id}/pins',
    access: 'local',
    group: workflowGroup,
    summary: 'Pin outputs of nodes for test runs',
    description: 'A test run gives the pinned output in place of running the node. Null takes a pin away. Nothing else uses pins.',
    params: workflowId,
    query,
    body: { type: 'json', schema: pinChange, example: { fetch_orders: { status: 200, body: [] }, charge: null } },
    answers: { 204: { description: 'It is on disk.' }, 404: missing, 413: { description: 'A pin is over 1 MiB, or there are too many.' } },
    async handle({ params: { id }, query: { client }, body }) {
      await assertKnown(settings, id)
      await canvases.changePins(account, id, body as Parameters<typeof canvases.changePins>[2], client) // `jsonValue` has seen that it is.
      return { status: 204, headers: {}, body: null }
    },
  })
}

async function assertKnown({ drafts, account }: Settings, id: string): Promise<void> {
  if ((await drafts.read(account, id)) === undefined) throw workflowUnknown(id)
}
