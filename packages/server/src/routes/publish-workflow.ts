import { type Catalog, type DecodedYaml, type ParsedWorkflow, parseWorkflow } from '@millrace/engine'
import type { PublishedWorkflow } from '@millrace/runtime'
import { z } from 'zod'
import { type Answer, jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route, type RouteAnswer } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { validation, workflowDetail } from '../views/workflow-schema.ts'
import { type WorkflowSources, workflowDetailView } from '../views/workflow-view.ts'
import type { WebhookTable } from '../webhook/webhook-table.ts'
import { workflowInvalid } from './workflow-invalid.ts'
import { versionNote, workflowGroup, workflowId } from './workflows.ts'

const file = {
  type: 'yaml',
  example:
    'id: greet\ntriggers:\n  call: { type: webhook, with: { path: /greet, auth: none, respond: last-node } }\nnodes:\n  hello:\n    type: set\n',
} as const

const publishAnswers: Readonly<Record<number, RouteAnswer>> = {
  200: { description: 'The newest version has this text already.', schema: workflowDetail },
  201: { description: 'A new version is live.', schema: workflowDetail },
  422: { description: 'The file has mistakes: `problems` lists all of them. The last good version keeps serving.' },
}

const noted = z.strictObject({ note: versionNote })

/** Writing workflows: each accepted text is a new version, live at once. */
export function publishRoutes(settings: Settings, table: WebhookTable): readonly Route[] {
  const sources = { publicUrl: settings.publicUrl, table, registry: settings.registry }
  return [publishWorkflow(settings, sources), putWorkflow(settings, sources), validateWorkflow(settings)]
}

function publishWorkflow(settings: Settings, sources: WorkflowSources): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/workflows',
    access: 'local',
    group: workflowGroup,
    summary: 'Publish a workflow file',
    description: 'Its `id` says which workflow it is. Executions that run finish on the version they began with.',
    query: noted,
    body: file,
    answers: publishAnswers,
    handle: ({ body, query }) => publish(settings, sources, body, query.note),
  })
}

function putWorkflow(settings: Settings, sources: WorkflowSources): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/workflows/{id}',
    access: 'local',
    group: workflowGroup,
    summary: 'Publish a workflow file under its id',
    params: workflowId,
    query: noted,
    body: file,
    answers: publishAnswers,
    handle({ params: { id }, query, body }) {
      const parsed = parseBody(body, settings.registry)
      const given = idOf(parsed)
      if (given !== undefined && given !== id) {
        throw new ProblemError('WORKFLOW_ID_MISMATCH', `The file says "id: ${given}", the address ${id}: make them equal.`)
      }
      return publish(settings, sources, body, query.note)
    },
  })
}

async function publish(
  { workflows, account }: Settings,
  sources: WorkflowSources,
  body: DecodedYaml,
  note: string | undefined,
): Promise<Answer> {
  if (!body.ok) throw workflowInvalid('The file was not published.', body.problems)
  const outcome = await workflows.publish(account, body.source, note ? { note } : {})
  if (outcome.status === 'rejected') throw workflowInvalid('The file was not published.', outcome.problems)
  return publishedAnswer(outcome.status === 'published' ? 201 : 200, sources, outcome.published)
}

function publishedAnswer(status: number, sources: WorkflowSources, published: PublishedWorkflow): Answer {
  const location = `${sources.publicUrl}/api/v1/workflows/${published.id}`
  return jsonAnswer(status, workflowDetailView(sources, published), { location })
}

function validateWorkflow({ registry }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/workflows/validate',
    access: 'local',
    group: workflowGroup,
    summary: 'Check a workflow file without publishing it',
    body: file,
    answers: { 200: { description: 'Every mistake and warning, by position.', schema: validation } },
    handle({ body }) {
      const parsed = parseBody(body, registry)
      const id = idOf(parsed)
      const problems = parsed.ok ? parsed.warnings : parsed.problems
      return jsonAnswer(200, { valid: parsed.ok, ...(id !== undefined && { id }), problems })
    },
  })
}

function parseBody(body: DecodedYaml, catalog: Catalog): ParsedWorkflow {
  return body.ok ? parseWorkflow(body.source, catalog) : body
}

function idOf(parsed: ParsedWorkflow): string | undefined {
  return parsed.ok ? parsed.workflow.id : parsed.id
}
