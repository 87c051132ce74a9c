import { createBulkActions, mostCounted } from '@millrace/runtime'
import type { ExecutionFilter } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { executionStatus } from '../views/execution-schema.ts'

const mostAtOnce = 10_000
const mostTold = 100

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

const filter = z.strictObject({
  workflow: z.string().optional(),
  status: z.array(executionStatus).min(1).optional(),
  trigger: z.string().optional(),
  startedFrom: time.optional(),
  startedTo: time.optional(),
})

const request = z
  .strictObject({
    action: z.enum(['cancel', 'retry', 'pause', 'resume']),
    ids: z.array(z.string()).min(1).max(mostAtOnce).optional().meta({ description: 'Either these …' }),
    filter: filter.optional().meta({ description: '… or all that fit and to which it can be done; `{}` is every one.' }),
    limit: z.int().min(1).max(mostAtOnce).default(1000).meta({ description: 'Of `filter`: how many at most, the newest first.' }),
    cursor: z.string().optional().meta({ description: 'Of `filter`: the `nextCursor` of the answer before.' }),
    dryRun: z.boolean().default(false).meta({ description: 'Only count them.' }),
    reason: z.string().max(1000).exactOptional().meta({ description: 'Why, for the history.' }),
    by: z.string().max(200).exactOptional().meta({ description: 'Who asks for it, for the history.' }),
    force: z.boolean().exactOptional().meta({ description: 'Of a cancel: nothing cleans up.' }),
  })
  .refine(({ ids, filter: given }) => (ids === undefined) !== (given === undefined), { error: 'needs either "ids" or "filter"' })

const answer = z
  .object({
    action: z.string(),
    matched: z.int().meta({ description: `How many it concerns; with \`dryRun\`, counted up to ${mostCounted}.` }),
    done: z.int(),
    refused: z.int(),
    refusals: z
      .array(z.object({ id: z.string(), code: z.string(), message: z.string() }))
      .meta({ description: `Those to which it could not be done, and why; ${mostTold} at most.` }),
    started: z
      .array(z.object({ id: z.string(), executionId: z.string() }))
      .optional()
      .meta({ description: 'Of a retry: what each runs again as.' }),
    left: z.int().meta({ description: `How many more fit, counted up to ${mostCounted}: ask again with \`nextCursor\`.` }),
    nextCursor: z.string().optional(),
  })
  .meta({ id: 'BulkOutcome' })

export function bulkExecutionsRoute({ store, driver, account }: Settings): Route {
  const bulk = createBulkActions({ store, driver })
  return defineRoute({
    method: 'post',
    path: '/api/v1/executions/bulk',
    access: 'local',
    group: 'Executions',
    summary: 'Cancel, retry, pause or resume many executions',
    description: 'Each stands for itself: those to which it cannot be done are told with the reason. Answered when all of it is on disk.',
    body: { type: 'json', schema: request, example: { action: 'retry', filter: { workflow: 'orders', status: ['failed'] }, dryRun: true } },
    answers: { 200: { description: 'What became of them.', schema: answer } },
    async handle({ body }) {
      const { action, ids, filter: given = {}, limit, cursor, dryRun, ...note } = body
      const choice = ids === undefined ? { filter: toFilter(given), limit, ...(cursor !== undefined && { cursor }) } : { ids }
      if (dryRun) {
        const matched = await bulk.count(account, { action, choice })
        return jsonAnswer(200, { action, matched, done: 0, refused: 0, refusals: [], left: matched })
      }
      const { done, started, refused, left, nextCursor } = await bulk.run(account, { action, choice, note })
      return jsonAnswer(200, {
        action,
        matched: done + refused.length,
        done,
        refused: refused.length,
        refusals: refused.slice(0, mostTold).map((refusal) => ({ ...refusal })),
        ...(action === 'retry' && { started: started.map((pair) => ({ ...pair })) }),
        left,
        ...(nextCursor !== undefined && { nextCursor }),
      })
    },
  })
}

function toFilter({ workflow, status, trigger, startedFrom, startedTo }: z.infer<typeof filter>): ExecutionFilter {
  return {
    ...(workflow !== undefined && { workflowId: workflow }),
    ...(status !== undefined && { status }),
    ...(trigger !== undefined && { triggerType: trigger }),
    ...(startedFrom !== undefined && { startedFrom }),
    ...(startedTo !== undefined && { startedTo }),
  }
}
