import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { jsonValue } from '@millrace/kit'
import type { PublishedWorkflow, StartRequest } from '@millrace/runtime'
import { z } from 'zod'
import { idempotencyHeaders, idempotentExecutionId, refuseOtherRequest } from '../idempotency.ts'
import { manualTrigger } from '../manual-trigger.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { finishedExecution, startedExecution } from '../views/execution-schema.ts'
import { acceptedAnswer } from '../webhook/webhook-answer.ts'
import { endedAnswer } from './ended-answer.ts'
import { flag } from './page-query.ts'
import { workflowGroup, workflowId, workflowUnknown } from './workflows.ts'

const start = z.strictObject({
  trigger: z.string().optional().meta({ description: 'The id of a trigger; the first manual one when left out.' }),
  inputs: z
    .custom<JsonObject>((value) => isJsonObject(value as Json), { error: 'it must be a map' })
    .optional()
    .meta({ description: 'By name.', type: 'object' }),
  data: jsonValue().optional().meta({ description: 'What the trigger would receive: for a webhook the body, else a map.' }),
  priority: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .meta({ description: 'Who is admitted first where limits hold executions back; the one of the workflow when left out.' }),
})

/** Starts an execution by hand, once per idempotency key. */
export function runRoute(settings: Settings): Route {
  const { workflows, account } = settings
  return defineRoute({
    method: 'post',
    path: '/api/v1/workflows/{id}/run',
    access: 'local',
    group: workflowGroup,
    summary: 'Start an execution',
    description: 'Answered when the start is on disk. With the same `Idempotency-Key` a repeated request is the same execution.',
    params: workflowId,
    query: z.strictObject({ wait: flag.optional().meta({ description: 'Answer with the end of the execution.' }) }),
    headers: idempotencyHeaders,
    body: { type: 'json', schema: start, example: { inputs: { order: { id: 7 } } } },
    answers: {
      200: { description: 'With `wait`: it has ended, well or not.', schema: finishedExecution },
      202: { description: 'It is on disk and runs, or is queued, or was dropped by a limit.', schema: startedExecution },
      404: { description: 'There is no such workflow or trigger.' },
      409: { description: 'The idempotency key belongs to a request that differs.' },
      422: { description: 'The key of a limit cannot be evaluated.' },
      429: { description: 'A rate limit refuses it, for as long as `Retry-After` says, or the queue is full.' },
    },
    async handle({ params: { id }, query: { wait }, headers, body }) {
      const published = await workflows.get(account, id)
      if (published === undefined) throw workflowUnknown(id)
      const key = headers['idempotency-key']
      const request = toStart(published, body, key)
      const started = await settings.driver.start(request)
      if (key !== undefined) await refuseOtherRequest(settings, request, started.executionId)
      return wait === true ? endedAnswer(settings, started) : acceptedAnswer(settings, started)
    },
  })
}

function toStart(
  published: PublishedWorkflow,
  { trigger, inputs, data, priority }: z.output<typeof start>,
  key: string | undefined,
): StartRequest {
  const { account, id } = published
  const fired = manualTrigger(published.workflow, trigger, data)
  if (fired.status === 'unknown') {
    const hint = fired.nearest === undefined ? '' : ` Did you mean ${fired.nearest}?`
    throw new ProblemError('TRIGGER_NOT_FOUND', `Workflow ${id} has no trigger ${JSON.stringify((trigger ?? '').slice(0, 100))}.${hint}`)
  }
  if (fired.status === 'unfit')
    throw new ProblemError('REQUEST_INVALID', '"data" in the body must be a map, unless the trigger is a webhook.')
  return {
    account,
    workflowId: id,
    trigger: fired.trigger,
    ...(inputs !== undefined && { inputs }),
    ...(priority !== undefined && { priority }),
    ...(key !== undefined && { executionId: idempotentExecutionId(id, key) }),
  }
}
