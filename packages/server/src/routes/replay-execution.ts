import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { jsonValue } from '@millrace/kit'
import type { ReplayChoice, Replayed } from '@millrace/runtime'
import { z } from 'zod'
import { type Answer, jsonAnswer } from '../answer.ts'
import { idempotencyHeaders, idempotentExecutionId } from '../idempotency.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { finishedExecution, replayedExecution } from '../views/execution-schema.ts'
import { endedAnswer } from './ended-answer.ts'
import { executionNotFound } from './execution-not-found.ts'
import { flag } from './page-query.ts'
import { workflowInvalid } from './workflow-invalid.ts'

const group = 'Executions'
const executionId = z.object({ id: z.string().meta({ description: 'The execution that is run again.' }) })
const wait = z.strictObject({ wait: flag.optional().meta({ description: 'Answer with the end of the new execution.' }) })

const map = (description: string) =>
  z
    .custom<JsonObject>((value) => isJsonObject(value as Json), { error: 'it must be a map' })
    .exactOptional()
    .meta({ description, type: 'object' })

const replay = z.strictObject({
  from: z.string().min(1).exactOptional().meta({
    description: 'The path of the step to run again, with all that follows it. Left out, everything is run again.',
    example: 'each_line[3].charge',
  }),
  input: jsonValue().exactOptional().meta({ description: 'What that step sees as `input`: given as the output of the step before it.' }),
  outputs: map('Outputs to go on with in place of the recorded ones, by the path of the step.'),
  data: map('Laid over the data of the trigger, name by name. Only without `from`.'),
  inputs: map('In place of the inputs. Only without `from`.'),
  version: z
    .union([z.literal('newest'), z.int().min(1)])
    .exactOptional()
    .meta({ description: 'The version of the workflow to run; the one it ran with when left out.' }),
  workflow: z.string().exactOptional().meta({ description: 'An edited workflow file to run, which is kept as a draft and not published.' }),
})

const answers = {
  200: { description: 'With `wait`: it has ended, well or not.', schema: finishedExecution },
  202: { description: 'The new execution is on disk and runs.', schema: replayedExecution },
  404: { description: 'There is no such execution, step or version.' },
} as const

export function replayRoutes(settings: Settings): readonly Route[] {
  return [retryExecution(settings), replayExecution(settings)]
}

function retryExecution(settings: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/executions/{id}/retry',
    access: 'local',
    group,
    summary: 'Run what failed again',
    description:
      'A new execution takes over the outcomes of the steps that succeeded and runs the rest: what failed, what was canceled, and all that follows. Asked for twice it is the same execution. Settles the dead letter.',
    params: executionId,
    query: wait,
    body: { type: 'json', schema: z.strictObject({}), example: {} },
    answers: { ...answers, 409: { description: 'It has not finished, it succeeded, or it was run again by other means.' } },
    handle: ({ params: { id }, query }) => run(settings, { id, choice: { type: 'retry' }, isAwaited: query.wait === true }),
  })
}

function replayExecution(settings: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/executions/{id}/replay',
    access: 'local',
    group,
    summary: 'Run an execution again from a step',
    description:
      'A new execution takes over the recorded outcomes of the steps that do not follow from the chosen one and runs the others. With the same `Idempotency-Key` a repeated request is the same execution.',
    params: executionId,
    query: wait,
    headers: idempotencyHeaders,
    body: { type: 'json', schema: replay, example: { from: 'charge', version: 'newest' } },
    answers: {
      ...answers,
      409: { description: 'It has not finished, nothing leads to the step, or the idempotency key belongs to a request that differs.' },
      422: { description: 'The edits do not fit, or the workflow has mistakes: `problems` lists them.' },
    },
    handle({ params: { id }, query, headers, body }) {
      const key = headers['idempotency-key']
      const choice: ReplayChoice = { type: 'replay', ...body }
      const newExecutionId = key === undefined ? undefined : idempotentExecutionId(`replay ${id}`, key)
      return run(settings, { id, choice, isAwaited: query.wait === true, newExecutionId })
    },
  })
}

interface Run {
  readonly id: string
  readonly choice: ReplayChoice
  readonly isAwaited: boolean
  readonly newExecutionId?: string | undefined
}

async function run(settings: Settings, { id, choice, isAwaited, newExecutionId }: Run): Promise<Answer> {
  const { driver, account } = settings
  const outcome = await driver.replay({ account, executionId: id, choice, ...(newExecutionId !== undefined && { newExecutionId }) })
  switch (outcome.type) {
    case 'not-found':
      throw executionNotFound(id)
    case 'rejected':
      throw workflowInvalid('The edited workflow cannot be run.', outcome.problems)
    case 'other-request':
      throw new ProblemError('IDEMPOTENCY_KEY_REUSED', `The key started execution ${outcome.executionId} otherwise: choose a new key.`, {
        extra: { executionId: outcome.executionId },
      })
    case 'replayed':
      return isAwaited ? endedAnswer(settings, outcome.started) : replayedAnswer(settings, id, outcome)
  }
}

function replayedAnswer({ publicUrl }: Settings, replayOf: string, replayed: Replayed): Answer {
  const { started, isDraft, kept, changedNodes, maskedSteps } = replayed
  const { executionId, workflowVersion } = started
  const url = `${publicUrl}/api/v1/executions/${executionId}`
  const view: z.infer<typeof replayedExecution> = {
    executionId,
    status: 'running',
    url,
    replayOf,
    workflowVersion,
    ...(isDraft && { draft: true }),
    kept: kept.length,
    changedNodes: [...changedNodes],
    warnings: warningsOf(replayed),
    ...(maskedSteps.length > 0 && { maskedSteps: maskedSteps.slice(0, 100) }),
  }
  return jsonAnswer(202, view, { location: url })
}

/** What whoever asked may not have thought of. */
function warningsOf({ changedNodes, undone, maskedSteps }: Replayed): string[] {
  const warnings: string[] = []
  if (changedNodes.length > 0) {
    warnings.push(`These nodes are others by now, and their steps keep their recorded outputs: ${named(changedNodes)}.`)
  }
  if (undone.length > 0) {
    warnings.push(
      `What the kept steps in ${named(undone)} did may be undone, for a catch ran after them: replay from there to do it again.`,
    )
  }
  if (maskedSteps.length > 0) {
    warnings.push(`A secret is masked in the recorded outputs of ${named(maskedSteps)}: what reads it there sees the mask.`)
  }
  return warnings
}

function named(names: readonly string[]): string {
  const more = names.length - 5
  return names.slice(0, 5).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
