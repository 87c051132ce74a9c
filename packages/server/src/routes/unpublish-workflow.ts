import { edit } from '@millrace/engine'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { workflowDetail } from '../views/workflow-schema.ts'
import { type WorkflowSources, workflowDetailView } from '../views/workflow-view.ts'
import type { WebhookTable } from '../webhook/webhook-table.ts'
import { workflowInvalid } from './workflow-invalid.ts'
import { workflowGroup, workflowId, workflowUnknown } from './workflows.ts'

const inFile = { description: 'It is loaded from a file of the folder that was started: change that one.' }
const missing = { description: 'No such workflow is published.' }

/** Ending a workflow, and giving it another name, by its id alone. */
export function workflowEndRoutes(settings: Settings, table: WebhookTable): readonly Route[] {
  return [unpublishWorkflow(settings), renameWorkflow(settings, { publicUrl: settings.publicUrl, table, registry: settings.registry })]
}

function unpublishWorkflow(settings: Settings): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/workflows/{id}',
    access: 'local',
    group: workflowGroup,
    summary: 'Unpublish a workflow',
    description:
      'Its triggers stop and it starts no more. What runs ends on its version, and the history and all versions stay; published again it goes ' +
      'on with the next version.',
    params: workflowId,
    answers: {
      200: { description: 'It is unpublished.', schema: z.object({ id: z.string(), version: z.int() }) },
      404: missing,
      409: inFile,
    },
    async handle({ params: { id } }) {
      refuseFile(settings, id, 'delete the file first, or it comes back at the next start')
      const { workflows, account } = settings
      const published = await workflows.unpublish(account, id)
      if (published === undefined) throw workflowUnknown(id)
      return jsonAnswer(200, { id, version: published.version })
    },
  })
}

function renameWorkflow(settings: Settings, sources: WorkflowSources): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/workflows/{id}',
    access: 'local',
    group: workflowGroup,
    summary: 'Give a workflow another name',
    description: 'The name for people; its id stays. The rest of the file stays as it is, and is published as a new version.',
    params: workflowId,
    body: { type: 'json', schema: z.strictObject({ name: z.string().min(1).max(200) }), example: { name: 'Process order' } },
    answers: { 200: { description: 'The version with this name.', schema: workflowDetail }, 404: missing, 409: inFile },
    async handle({ params: { id }, body: { name } }) {
      refuseFile(settings, id, 'change its name there')
      const { workflows, store, account } = settings
      const before = await store.workflows.get(account, id)
      if (before === undefined) throw workflowUnknown(id)
      const edited = edit(before.source, { type: 'set', path: ['name'], value: name })
      if (!edited.ok) throw workflowInvalid('The name was not changed.', [edited.problem])
      const outcome = await workflows.publish(account, edited.source)
      if (outcome.status === 'rejected') throw workflowInvalid('The name was not changed.', outcome.problems)
      return jsonAnswer(200, workflowDetailView(sources, outcome.published))
    },
  })
}

/** What is in the folder would be published again as it stands there. */
function refuseFile({ fileOf }: Settings, id: string, remedy: string): void {
  const file = fileOf(id)
  if (file === undefined) return
  throw new ProblemError('WORKFLOW_IN_FILE', `Workflow ${id} is loaded from ${file}: ${remedy}.`, { extra: { file } })
}
