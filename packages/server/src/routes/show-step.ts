import { type ExecutionHistory, nearestWord, readHistory } from '@millrace/engine'
import { RuntimeError } from '@millrace/runtime'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { unlimited } from '../preview.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { step } from '../views/execution-schema.ts'
import { stepView } from '../views/execution-view.ts'
import { executionNotFound } from './execution-not-found.ts'

/** One step alone, whole: of an execution with many large values nobody wants all at once. */
export function showStep({ store, workflows, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/executions/{id}/steps/{step}',
    access: 'local',
    group: 'Executions',
    summary: 'Show one step of an execution, with large values whole',
    params: z.object({
      id: z.string().meta({ description: 'The execution.' }),
      step: z.string().meta({ description: 'The path of the step.', example: 'each_line[3].ship' }),
    }),
    answers: { 200: { description: 'The step.', schema: step }, 404: { description: 'There is no such execution or step.' } },
    async handle({ params: { id, step: path } }) {
      const summary = await store.executions.get(account, id)
      const published = summary && (await workflows.get(account, summary.workflowId, summary.workflowVersion))
      if (published === undefined) throw executionNotFound(id)
      const { steps } = readHistory(published.plan, await store.executions.log(account, id))
      const found = steps.find((one) => one.step === path)
      if (found === undefined) throw stepNotFound(id, path, steps)
      return jsonAnswer(200, stepView(found, unlimited))
    },
  })
}

function stepNotFound(id: string, path: string, steps: ExecutionHistory['steps']): RuntimeError {
  const known = steps.map((one) => one.step)
  const nearest = nearestWord(path, known) ?? known.slice(0, 5).join(', ')
  const question = nearest === '' ? '' : ` Did you mean ${nearest}?`
  return new RuntimeError('STEP_NOT_FOUND', `Execution ${id} has no step ${JSON.stringify(path.slice(0, 200))}.${question}`)
}
