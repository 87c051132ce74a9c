import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { approvalOf, decisionFields, decisionSignal } from '../waiting/approval.ts'
import { executionNotFound } from './execution-not-found.ts'

const executionGroup = 'Executions'

export function waitRoutes(settings: Settings): readonly Route[] {
  return [decideStep(settings)]
}

function decideStep({ driver, store, clock, account }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/executions/{id}/steps/{step}/decision',
    access: 'local',
    group: executionGroup,
    summary: 'Approve or reject what a step waits for',
    description: 'For a `wait.approval` step. It answers when the decision is on disk; of several that come at once, one is taken.',
    params: z.object({
      id: z.string().meta({ description: 'The execution.' }),
      step: z.string().meta({ description: 'The path of the step.', example: 'ask' }),
    }),
    body: {
      type: 'json',
      schema: z.strictObject({ ...decisionFields, by: z.string().max(200).optional() }),
      example: { decision: 'approved', comment: 'Fine with me.', by: 'ada@example.com' },
    },
    answers: {
      200: {
        description: 'It is decided.',
        schema: z.object({ executionId: z.string(), step: z.string(), decision: decisionFields.decision }),
      },
      404: { description: 'There is no such execution.' },
      409: { description: 'The step waits for no decision, now or any more.' },
    },
    async handle({ params: { id, step }, body }) {
      if ((await store.executions.get(account, id)) === undefined) {
        throw executionNotFound(id)
      }
      const waits = await driver.waits({ account, executionId: id })
      const wait = waits.find((one) => one.step === step && approvalOf(one) !== undefined)
      const to = { account, executionId: id, step }
      const outcome = wait && (await driver.signal({ to, ...decisionSignal(body, clock.now()) }))
      if (outcome !== 'received') {
        const open = waits.flatMap((one) => (approvalOf(one) === undefined ? [] : [one.step]))
        const hint = open.length === 0 ? 'none of its steps does' : `waiting for one are ${open.join(', ')}`
        throw new ProblemError(
          'STEP_NOT_WAITING',
          `Step ${JSON.stringify(step.slice(0, 200))} of execution ${id} waits for no decision: ${hint}.`,
        )
      }
      return jsonAnswer(200, { executionId: id, step, decision: body.decision })
    },
  })
}
