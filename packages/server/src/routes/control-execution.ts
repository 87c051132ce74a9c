import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { executionNotFound } from './execution-not-found.ts'

const group = 'Executions'
const executionId = z.object({ id: z.string().meta({ description: 'The execution.' }) })

/** What the history keeps of a request. */
const note = {
  reason: z.string().max(1000).exactOptional().meta({ description: 'Why, for the history.' }),
  by: z.string().max(200).exactOptional().meta({ description: 'Who asks for it, for the history.' }),
}

const noteBody = { type: 'json', schema: z.strictObject(note), example: { reason: 'The bank is down.', by: 'ada@example.com' } } as const

const refusals = {
  404: { description: 'There is no such execution.' },
  409: { description: 'It has finished, or cannot do so now.' },
}

export function controlRoutes(settings: Settings): readonly Route[] {
  return [pauseExecution(settings), resumeExecution(settings), cancelExecution(settings)]
}

function pauseExecution({ driver, account }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/executions/{id}/pause',
    access: 'local',
    group,
    summary: 'Pause an execution',
    description:
      'Steps that run finish; nothing is begun until it is resumed. Time limits keep counting. Pausing a paused one changes nothing.',
    params: executionId,
    body: noteBody,
    answers: {
      200: { description: 'It is paused.', schema: z.object({ executionId: z.string(), status: z.literal('paused') }) },
      ...refusals,
    },
    async handle({ params: { id }, body }) {
      const outcome = await driver.pause(account, id, body)
      switch (outcome) {
        case 'not-found':
          throw executionNotFound(id)
        case 'already-finished':
          throw finished(id, 'paused')
        case 'canceling':
          throw new ProblemError('EXECUTION_CANCELING', `Execution ${id} is being canceled: it cannot be paused any more.`)
        case 'queued':
          throw new ProblemError('EXECUTION_QUEUED', `Execution ${id} is queued and has not begun: cancel it, or pause it once it runs.`)
        default:
          return jsonAnswer(200, { executionId: id, status: 'paused' })
      }
    },
  })
}

function resumeExecution({ driver, account }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/executions/{id}/resume',
    access: 'local',
    group,
    summary: 'Resume a paused execution',
    description: 'Begins what the pause has held back, in its order. Resuming one that is not paused changes nothing.',
    params: executionId,
    body: noteBody,
    answers: {
      200: { description: 'It is not paused any more.', schema: z.object({ executionId: z.string(), status: z.literal('resumed') }) },
      ...refusals,
    },
    async handle({ params: { id }, body }) {
      const outcome = await driver.unpause(account, id, body)
      if (outcome === 'not-found') throw executionNotFound(id)
      if (outcome === 'already-finished') throw finished(id, 'resumed')
      return jsonAnswer(200, { executionId: id, status: 'resumed' })
    },
  })
}

function cancelExecution({ driver, account }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/executions/{id}/cancel',
    access: 'local',
    group,
    summary: 'Cancel an execution',
    description:
      'It stops what runs, lets open `try` scopes clean up, and ends as `canceled`. With `force` it ends at once, also when it cleans up already.',
    params: executionId,
    body: {
      type: 'json',
      schema: z.strictObject({
        ...note,
        force: z.boolean().exactOptional().meta({ description: 'Nothing cleans up.' }),
      }),
      example: { reason: 'The order was withdrawn.' },
    },
    answers: {
      202: { description: 'It is being canceled.', schema: z.object({ executionId: z.string(), status: z.literal('canceling') }) },
      404: refusals[404],
      409: { description: 'It has finished already.' },
    },
    async handle({ params: { id }, body }) {
      const outcome = await driver.cancel(account, id, body)
      if (outcome === 'not-found') throw executionNotFound(id)
      if (outcome === 'already-finished') throw finished(id, 'canceled')
      return jsonAnswer(202, { executionId: id, status: 'canceling' })
    },
  })
}

function finished(id: string, done: 'paused' | 'resumed' | 'canceled'): ProblemError {
  return new ProblemError('EXECUTION_FINISHED', `Execution ${id} has finished: it cannot be ${done}.`)
}
