import { isFinal } from '@millrace/engine'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { executionStatus } from '../views/execution-schema.ts'

const group = 'Executions'
const mostAtOnce = 1000

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const finalStatus = executionStatus.refine(isFinal, { error: 'must be a status in which an execution has ended' })

const filter = z.strictObject({
  workflow: z.string().optional(),
  status: z.array(finalStatus).min(1).optional(),
  startedFrom: time.optional(),
  startedTo: time.optional(),
})

const choice = z
  .strictObject({
    ids: z.array(z.string()).min(1).max(mostAtOnce).optional().meta({ description: 'Either these …' }),
    filter: filter.optional().meta({ description: '… or all that have ended and fit; `{}` is every one.' }),
    limit: z.int().min(1).max(mostAtOnce).default(100).meta({ description: 'Of `filter`: how many at most, the newest first.' }),
    cursor: z.string().optional().meta({ description: 'Of `filter`: the `nextCursor` of the answer before.' }),
  })
  .refine(({ ids, filter: given }) => (ids === undefined) !== (given === undefined), { error: 'needs either "ids" or "filter"' })

const deleted = z.object({
  deleted: z.int(),
  kept: z.array(z.string()).meta({ description: 'Unknown, still running, or needed by one that is.' }),
  nextCursor: z.string().optional().meta({ description: 'There may be more that fit: ask again with it.' }),
})

export function deleteExecutionRoutes(settings: Settings): readonly Route[] {
  return [deleteMany(settings), deleteOne(settings)]
}

function deleteOne({ store, retention, account }: Settings): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/executions/{id}',
    access: 'local',
    group,
    summary: 'Delete an execution that has ended',
    description: 'With its log, its files and, if it is one, its dead letter. It does not come back.',
    params: z.object({ id: z.string().meta({ description: 'The execution.' }) }),
    answers: {
      204: { description: 'It is gone.' },
      404: { description: 'There is no such execution.' },
      409: { description: 'It has not ended, or one that has not ended needs it.' },
    },
    async handle({ params: { id } }) {
      const { removed } = await retention.remove(account, [id])
      if (removed.length > 0) return { status: 204, headers: {}, body: null }
      const summary = await store.executions.get(account, id)
      if (summary === undefined)
        throw new ProblemError('EXECUTION_NOT_FOUND', `There is no execution ${JSON.stringify(id.slice(0, 100))}: check the id.`)
      const why = isFinal(summary.status)
        ? 'an execution that still runs has called it, was called by it or repeats it'
        : 'it has not ended'
      throw new ProblemError('EXECUTION_NEEDED', `Execution ${id} cannot be deleted, for ${why}: cancel that one, or wait for its end.`)
    },
  })
}

function deleteMany({ store, retention, account }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/executions/delete',
    access: 'local',
    group,
    summary: 'Delete several executions that have ended',
    body: { type: 'json', schema: choice, example: { filter: { workflow: 'orders', status: ['success'] }, limit: 500 } },
    answers: { 200: { description: 'What went and what stays.', schema: deleted } },
    async handle({ body }) {
      if (body.ids !== undefined) return jsonAnswer(200, await remove(body.ids))
      const { items, nextCursor } = await store.executions.list(account, toFilter(body.filter ?? {}), {
        limit: body.limit,
        ...(body.cursor !== undefined && { cursor: body.cursor }),
      })
      const ended = items.filter(({ status }) => isFinal(status)).map(({ id }) => id)
      return jsonAnswer(200, { ...(await remove(ended)), ...(nextCursor !== undefined && { nextCursor }) })
    },
  })

  async function remove(ids: readonly string[]) {
    const { removed, kept } = await retention.remove(account, ids)
    return { deleted: removed.length, kept: [...kept] }
  }
}

function toFilter({ workflow, status, startedFrom, startedTo }: z.infer<typeof filter>) {
  return {
    ...(workflow !== undefined && { workflowId: workflow }),
    ...(status !== undefined && { status }),
    ...(startedFrom !== undefined && { startedFrom }),
    ...(startedTo !== undefined && { startedTo }),
  }
}
