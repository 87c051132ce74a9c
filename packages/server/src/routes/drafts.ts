import type { Draft } from '@millrace/runtime'
import { z } from 'zod'
import { type Answer, jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { client, draftDetail, draftWritten } from '../views/draft-schema.ts'
import { draftView } from '../views/draft-view.ts'
import { workflowGroup, workflowId, workflowUnknown } from './workflows.ts'

/** Escapes may double it; the text itself has the limit of a workflow file, and some room for what is still wrong. */
const bodyLimitBytes = 4 * 1024 * 1024
const mostCharacters = 1_500_000
const idPattern = /^[a-z][a-z0-9_-]{0,99}$/

const write = z.strictObject({
  source: z
    .string()
    .max(mostCharacters)
    .refine((text) => text.isWellFormed(), { error: 'it must be well-formed text' }),
  base: z.int().min(1).optional().meta({ description: 'Of a draft that begins: the version that the text was made from.' }),
  client: client.optional(),
})

const preconditions = z.object({
  'if-match': z.string().optional(),
  'if-none-match': z.literal('*', { error: 'only * is understood: the draft of a new workflow' }).optional(),
})

const conflict = { description: 'Somebody was faster: `draft` is how it stands now.' }

/** The text that is edited before it is published. */
export function draftRoutes(settings: Settings): readonly Route[] {
  return [showDraft(settings), putDraft(settings), discardDraft(settings)]
}

function showDraft({ drafts, canvases, registry, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/workflows/{id}/draft',
    access: 'local',
    group: workflowGroup,
    summary: 'Show the draft of a workflow, with the layout and the pinned outputs of its canvas',
    description: 'Where nothing is edited, revision 0 with the text of the newest version. `ETag` is the revision.',
    params: workflowId,
    answers: { 200: { description: 'The draft.', schema: draftDetail }, 404: { description: 'There is no such workflow.' } },
    async handle({ params: { id } }) {
      const draft = await drafts.read(account, id)
      if (draft === undefined) throw workflowUnknown(id)
      const [layout, pins] = await Promise.all([canvases.layout(account, id), canvases.pins(account, id)])
      return jsonAnswer(200, { ...draftView(registry, draft), layout, pins }, { etag: tagOf(draft) })
    },
  })
}

function putDraft({ drafts, registry, account }: Settings): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/workflows/{id}/draft',
    access: 'local',
    group: workflowGroup,
    summary: 'Write the draft of a workflow',
    description:
      'With `If-Match`, the revision that the text was made from, e.g. `"7"`, or `"0"` where nothing was edited; with `If-None-Match: *` for a workflow that does not exist yet. The text is kept with all its mistakes, broken YAML too. A text that is that of the newest version ends the draft: its revision is 0.',
    params: workflowId,
    headers: preconditions,
    body: { type: 'json', schema: write, example: { source: 'id: greet\nnodes:\n  hello: { type: log }\n' }, limitBytes: bodyLimitBytes },
    answers: {
      200: { description: 'It is on disk.', schema: draftWritten },
      404: { description: 'There is no such workflow: `If-None-Match: *` begins one.' },
      409: { description: 'With `If-None-Match: *`: there is a workflow or a draft of this id.' },
      412: conflict,
      428: { description: 'Neither `If-Match` nor `If-None-Match` is there.' },
    },
    async handle({ params: { id }, headers, body: { source, base, client } }) {
      const expected = expectedOf(headers)
      if (expected === 'missing' && !idPattern.test(id)) throw badId(id)
      const outcome = await drafts.write({ account, id, source, expected, base, client })
      if (outcome.status === 'unknown') throw workflowUnknown(id)
      if (outcome.status === 'changed') throw expected === 'missing' ? exists(id) : draftChanged(outcome.draft)
      const { source: _, ...view } = draftView(registry, outcome.draft)
      return jsonAnswer(200, view, { etag: tagOf(outcome.draft) })
    },
  })
}

function discardDraft({ drafts, account }: Settings): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/workflows/{id}/draft',
    access: 'local',
    group: workflowGroup,
    summary: 'Discard the draft of a workflow',
    description: 'What is published stays.',
    params: workflowId,
    query: z.strictObject({ client: client.optional() }),
    answers: { 204: { description: 'It is gone.' }, 404: { description: 'There is no draft.' } },
    async handle({ params: { id }, query }): Promise<Answer> {
      if (!(await drafts.discard(account, id, query.client)))
        throw new ProblemError('DRAFT_NOT_FOUND', `Workflow ${JSON.stringify(id.slice(0, 100))} has no draft: there is nothing to discard.`)
      return { status: 204, headers: {}, body: null }
    },
  })
}

function expectedOf(headers: z.output<typeof preconditions>): number | 'missing' {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers
  if (match === undefined && noneMatch === undefined) {
    const how = '"If-Match: \\"7\\"" with the revision that the text was made from, or "If-None-Match: *" for a new workflow'
    throw new ProblemError('REVISION_NEEDED', `A draft is written with ${how}.`)
  }
  if (match === undefined) return 'missing'
  const revision = /^"?(\d{1,15})"?$/.exec(match.trim())?.[1]
  if (revision === undefined || noneMatch !== undefined)
    throw new ProblemError('REQUEST_INVALID', '"If-Match" must be the one revision that the text was made from, e.g. "7".')
  return Number(revision)
}

/** How the draft stands, so that whoever was too late need not ask. */
export function draftChanged(draft: Draft): ProblemError {
  const { revision, source, base, newest, workflowId: id } = draft
  return new ProblemError(
    'DRAFT_CHANGED',
    `The draft of ${id} has revision ${revision} by now: read it, bring both together, write again.`,
    {
      extra: { revision, source, base: base ?? null, newest: newest ?? null },
    },
  )
}

function exists(id: string): ProblemError {
  return new ProblemError('DRAFT_EXISTS', `There is a workflow ${id}, or a draft of one: choose another id, or edit that one.`)
}

function badId(id: string): ProblemError {
  const shown = JSON.stringify(id.slice(0, 100))
  return new ProblemError(
    'REQUEST_INVALID',
    `${shown} cannot be an id: use lower-case letters, digits, "_" and "-", a letter first, 100 at most.`,
  )
}

function tagOf({ revision }: Draft): string {
  return `"${revision}"`
}
