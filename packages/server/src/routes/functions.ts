import { isJsonObject, type Json } from '@millrace/engine'
import type { StartedExecution } from '@millrace/runtime'
import { z } from 'zod'
import { type Answer, jsonAnswer, type StreamedAnswer } from '../answer.ts'
import type { Entries, Entry } from '../entries/entry-table.ts'
import { idempotencyHeaders, idempotentExecutionId, refuseOtherRequest } from '../idempotency.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { refuseUnsuccessful, respondAnswer } from '../webhook/webhook-answer.ts'

/** Workflows that are called by name and answer. */
export function functionRoute(settings: Settings, entries: Entries): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/functions/{name}',
    access: 'local',
    group: 'Functions',
    summary: 'Call a workflow as a function',
    description:
      'The body becomes the inputs of the workflow whose `function` trigger has this name. The answer is what its first `respond` node gives, with the status and headers of that, or else its result. With the same `Idempotency-Key` a repeated call is the same execution.',
    params: z.object({ name: z.string().meta({ description: 'The `name` of the trigger.', example: 'quote_price' }) }),
    headers: idempotencyHeaders,
    body: { type: 'json', schema: z.unknown(), example: { sku: 'A-1', count: 3 } },
    answers: {
      200: { description: 'What the workflow answers; a `respond` node may choose another status.', schema: z.unknown() },
      400: { description: 'The body does not fit the inputs of the workflow.' },
      404: { description: 'There is no function of this name, or it is switched off.' },
      500: { description: 'It failed: `error` says why and where.' },
      504: { description: 'It has not answered in time; the execution goes on.' },
    },
    async handle({ params: { name }, headers, body }) {
      await entries.loaded
      const entry = entries.find('function', name)
      if (entry === undefined || entry.isDisabled) throw await notFound(settings, name, entry)
      return answerOf(settings, name, await startFunction(settings, entry, { name, body: body as Json, key: headers['idempotency-key'] }))
    },
  })
}

interface Call {
  readonly name: string
  readonly body: Json
  readonly key: string | undefined
}

async function startFunction(settings: Settings, { published, triggerId }: Entry, { name, body, key }: Call): Promise<StartedExecution> {
  const { account, id, workflow } = published
  const takesInputs = workflow.inputs !== undefined
  if (takesInputs && !isJsonObject(body))
    throw new ProblemError('REQUEST_INVALID', 'The body must be a map: it becomes the inputs of the workflow.')
  const request = {
    account,
    workflowId: id,
    trigger: { id: triggerId, type: 'function', data: { name, body } },
    ...(takesInputs && isJsonObject(body) && { inputs: body }),
    ...(key !== undefined && { executionId: idempotentExecutionId(id, `function ${triggerId} ${key}`) }),
  }
  const started = await settings.driver.start(request)
  if (key !== undefined) await refuseOtherRequest(settings, request, started.executionId)
  return started
}

async function answerOf(settings: Settings, name: string, started: StartedExecution): Promise<Answer | StreamedAnswer> {
  const { executionId, isRecorded } = started
  const response = await settings.patience.within(started.responded, settings.answerTimeoutMs)
  if (response === 'late') {
    throw new ProblemError('FUNCTION_TIMED_OUT', `The function ${name} has not answered in time; execution ${executionId} goes on.`, {
      extra: { executionId, ...(isRecorded && { url: `${settings.publicUrl}/api/v1/executions/${executionId}` }) },
    })
  }
  if (response !== undefined) return respondAnswer(settings, settings.account, response, executionId)
  const end = await started.finished
  refuseUnsuccessful(end)
  return jsonAnswer(200, end.result)
}

/** Says what is missing: the workflow, its trigger, or the switch. */
async function notFound({ workflows, account }: Settings, name: string, entry: Entry | undefined): Promise<ProblemError> {
  const shown = JSON.stringify(name.slice(0, 100))
  if (entry !== undefined) {
    return new ProblemError(
      'FUNCTION_NOT_FOUND',
      `The function ${shown} of workflow ${entry.published.id} is switched off: enable its trigger.`,
    )
  }
  const workflow = await workflows.get(account, name)
  const hint =
    workflow === undefined ? 'check the name, or publish a workflow with it' : `workflow ${name} has no trigger of type function: add one`
  return new ProblemError('FUNCTION_NOT_FOUND', `There is no function ${shown}: ${hint}.`)
}
