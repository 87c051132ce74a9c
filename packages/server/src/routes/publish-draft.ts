import type { Draft, PublishedWorkflow } from '@millrace/runtime'
import { z } from 'zod'
import { type Answer, jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { client } from '../views/draft-schema.ts'
import { workflowDetail } from '../views/workflow-schema.ts'
import { type WorkflowSources, workflowDetailView } from '../views/workflow-view.ts'
import type { WebhookTable } from '../webhook/webhook-table.ts'
import { draftChanged } from './drafts.ts'
import { workflowInvalid } from './workflow-invalid.ts'
import { versionNote, workflowGroup, workflowId, workflowUnknown } from './workflows.ts'

const overwrite = z
  .boolean()
  .default(false)
  .meta({ description: 'Also over a version, or a file with mistakes, that came after the draft was begun.' })

const publish = z.strictObject({
  revision: z.int().min(0).meta({ description: 'Of the draft.' }),
  note: versionNote,
  overwrite,
  client: client.optional(),
})
const rollBack = z.strictObject({ version: z.int().min(1), note: versionNote, overwrite, client: client.optional() })

const answers = {
  200: { description: 'The newest version says the same already.', schema: workflowDetail },
  201: { description: 'A new version is live.', schema: workflowDetail },
  422: { description: 'The text has mistakes, which `problems` lists, or another id.' },
}

/** Publishing what is edited, and what was published before. With a folder of workflow files, the file is written first. */
export function publishDraftRoutes(settings: Settings, table: WebhookTable): readonly Route[] {
  const sources = { publicUrl: settings.publicUrl, table, registry: settings.registry }
  return [publishDraft(settings, sources), rollBackWorkflow(settings, sources)]
}

function publishDraft({ drafts, account }: Settings, sources: WorkflowSources): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/workflows/{id}/draft/publish',
    access: 'local',
    group: workflowGroup,
    summary: 'Publish the draft of a workflow',
    description: 'The draft is over then. Where workflows come from a folder, its file is written, too.',
    params: workflowId,
    body: { type: 'json', schema: publish, example: { revision: 7, note: 'Asks before it charges.' } },
    answers: {
      ...answers,
      404: { description: 'There is no such workflow.' },
      409: { description: 'Another version, or a file with mistakes, came after the draft was begun; or the file cannot be written.' },
      412: { description: 'The draft has another revision by now.' },
    },
    async handle({ params: { id }, body: { revision, note, overwrite, client } }) {
      const outcome = await drafts.publish({ account, id, revision, note: note || undefined, overwrites: overwrite, client })
      switch (outcome.status) {
        case 'unknown':
          throw workflowUnknown(id)
        case 'changed':
          throw draftChanged(outcome.draft)
        case 'behind':
          throw draftBehind(outcome.draft)
        case 'rejected':
          throw workflowInvalid('The draft was not published.', outcome.problems)
        default:
          return publishedAnswer(outcome.status, sources, outcome.published)
      }
    },
  })
}

function rollBackWorkflow({ drafts, account }: Settings, sources: WorkflowSources): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/workflows/{id}/roll-back',
    access: 'local',
    group: workflowGroup,
    summary: 'Publish the text of an older version again',
    description: 'As a new version, the newest: the ones between stay in the list. A draft stays, and is behind then.',
    params: workflowId,
    body: { type: 'json', schema: rollBack, example: { version: 3, note: 'The new one charges twice.' } },
    answers: {
      ...answers,
      404: { description: 'There is no such workflow or version.' },
      409: { description: 'The file cannot be written.' },
    },
    async handle({ params: { id }, body: { version, note, overwrite, client } }) {
      const outcome = await drafts.rollBack({ account, id, version, note: note || undefined, overwrites: overwrite, client })
      if (outcome.status === 'unknown') throw workflowUnknown(id, version)
      if (outcome.status === 'rejected') throw workflowInvalid(`Version ${version} was not published again.`, outcome.problems)
      return publishedAnswer(outcome.status, sources, outcome.published)
    },
  })
}

function publishedAnswer(status: 'published' | 'unchanged', sources: WorkflowSources, published: PublishedWorkflow): Answer {
  return jsonAnswer(status === 'published' ? 201 : 200, workflowDetailView(sources, published))
}

function draftBehind({ workflowId: id, base, newest }: Draft): ProblemError {
  const began = base === undefined ? 'before anything was published' : `from version ${base}`
  return new ProblemError(
    'DRAFT_BEHIND',
    `The draft of ${id} was begun ${began}, and version ${newest} came since: look at what changed, then publish with "overwrite": true.`,
    { extra: { base: base ?? null, newest: newest ?? null } },
  )
}
