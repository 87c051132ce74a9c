import { nearestWord, scopeAt } from '@millrace/engine'
import { z } from 'zod'
import { type Answer, jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { workflowScope } from '../views/workflow-schema.ts'
import { workflowGroup, workflowId, workflowUnknown } from './workflows.ts'

const node = z.string().meta({ description: 'The id of the node that is to be written or completed.', example: 'charge' })

const about =
  'Each name comes with the JSON Schema of its value, as far as that is known before anything runs. Under `nodes` stand those that come before the node; one with `mayNotHaveRun` is not on every path to it.'

const answers = {
  200: { description: 'The names, in the order in which they are documented.', schema: workflowScope },
  404: { description: 'There is no such node, workflow or version.' },
}

/** What expressions see at a node: of a text that nobody has published, and of a published version. */
export function scopeRoutes(settings: Settings): readonly Route[] {
  return [scopeOfText(settings), scopeOfVersion(settings)]
}

function scopeOfText(settings: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/workflows/scope',
    access: 'local',
    group: workflowGroup,
    summary: 'List what is in scope at a node of a text',
    description: `${about} The text may have mistakes: what cannot be read of it is left out.`,
    body: {
      type: 'json',
      schema: z.strictObject({ source: z.string().meta({ description: 'The file.' }), node }),
      example: { source: 'id: greet\nnodes:\n  hello: { type: log, next: bye }\n  bye: { type: log }\n', node: 'bye' },
    },
    answers,
    handle: ({ body: { source, node } }) => scopeAnswer(settings, source, node),
  })
}

function scopeOfVersion(settings: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/workflows/{id}/scope',
    access: 'local',
    group: workflowGroup,
    summary: 'List what is in scope at a node of a published workflow',
    description: about,
    params: workflowId,
    query: z.strictObject({
      node,
      version: z.coerce.number().int().min(1).optional().meta({ description: 'The newest when left out.' }),
    }),
    answers,
    async handle({ params: { id }, query: { node, version } }) {
      const published = await settings.workflows.get(settings.account, id, version)
      if (published === undefined) throw workflowUnknown(id, version)
      return scopeAnswer(settings, published.source, node)
    },
  })
}

function scopeAnswer({ registry }: Settings, source: string, node: string): Answer {
  const answer = scopeAt(source, registry, node)
  if (answer.status === 'found') return jsonAnswer(200, { node: answer.scope.node, names: [...answer.scope.names] })
  const nearest = nearestWord(node, answer.nodes)
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  throw new ProblemError('NODE_NOT_FOUND', `The workflow has no node ${JSON.stringify(node.slice(0, 100))}.${hint}`)
}
