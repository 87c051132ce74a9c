import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'
import { shownWorkflow, versionList } from '../views/workflow-schema.ts'
import { unfinishedView, type WorkflowSources, workflowDetailView } from '../views/workflow-view.ts'
import type { WebhookTable } from '../webhook/webhook-table.ts'
import { flag, pageQuery, toPage } from './page-query.ts'

export const workflowGroup = 'Workflows'

export const workflowId = z.object({ id: z.string().meta({ description: 'The workflow.', example: 'process_order' }) })

export const versionNote = z.string().trim().max(2_000).optional().meta({ description: 'What is new, for the list of versions.' })

/** Reading workflows: what is published, and what was. */
export function workflowRoutes(settings: Settings, table: WebhookTable): readonly Route[] {
  const sources = { publicUrl: settings.publicUrl, table, registry: settings.registry }
  return [showWorkflow(settings, sources), listVersions(settings)]
}

function showWorkflow({ store, workflows, account }: Settings, sources: WorkflowSources): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/workflows/{id}',
    access: 'local',
    group: workflowGroup,
    summary: 'Show a workflow with its file, and how many of its executions have not ended',
    params: workflowId,
    query: z.strictObject({ version: z.coerce.number().int().min(1).optional().meta({ description: 'The newest when left out.' }) }),
    answers: {
      200: { description: 'The version.', schema: shownWorkflow },
      404: { description: 'There is no such workflow or version.' },
    },
    async handle({ params: { id }, query: { version } }) {
      const published = await workflows.read(account, id, version)
      if (published === undefined) throw workflowUnknown(id, version)
      const unfinished = unfinishedView(await store.statistics.unfinished(account, id))
      return jsonAnswer(200, { ...workflowDetailView(sources, published), unfinished })
    },
  })
}

/** Nobody counts further. */
const mostCounted = 51

function listVersions({ store, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/workflows/{id}/versions',
    access: 'local',
    group: workflowGroup,
    summary: 'List the versions of a workflow, newest first',
    params: workflowId,
    description:
      'Also the texts that test runs and replays have run, marked by `draft`; with `drafts=false` only what was published. A page may then be shorter than its limit.',
    query: z.strictObject({
      ...pageQuery,
      drafts: flag.default(true).meta({ description: 'Whether drafts are listed.' }),
      executions: flag.default(false).meta({ description: 'Whether the executions of each are counted.' }),
    }),
    answers: { 200: { description: 'The versions.', schema: versionList }, 404: { description: 'There is no such workflow.' } },
    async handle({ params: { id }, query }) {
      const { items, nextCursor } = await store.workflows.versions(account, id, toPage(query))
      if (items.length === 0 && query.cursor === undefined) throw workflowUnknown(id)
      const shown = query.drafts ? items : items.filter(({ isDraft }) => !isDraft)
      const numbers = query.executions ? shown.map(({ version }) => version) : []
      const counts = await store.statistics.runsOfVersions(account, id, numbers, mostCounted)
      const views = shown.map(({ version, hash, publishedAt, isDraft, note }) => ({
        version,
        hash,
        publishedAt: isoTime(publishedAt),
        ...(note !== undefined && { note }),
        ...(isDraft && { draft: isDraft }),
        ...(query.executions && { executions: counts.get(version) ?? 0 }),
      }))
      return jsonAnswer(200, { items: views, ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}

export function workflowUnknown(id: string, version?: number): ProblemError {
  const which = version === undefined ? '' : ` in version ${version}`
  return new ProblemError(
    'WORKFLOW_UNKNOWN',
    `There is no workflow ${JSON.stringify(id.slice(0, 100))}${which}: publish it or check the id.`,
  )
}
