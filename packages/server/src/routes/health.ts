import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'

const ok = z.object({ status: z.literal('ok') })

const alive = ok.extend({
  name: z.string().meta({ description: 'Of the instance: `MILLRACE_NAME`.', example: 'Millrace' }),
  id: z.string().meta({ description: 'Of the instance: chance, and the same for as long as its data lasts.' }),
  uptimeSeconds: z.number().meta({ description: 'Of the process, whatever was done to the clock meanwhile.' }),
})

/** For whatever keeps the process running; they tell nothing that a stranger may not know. */
export function healthRoutes({ store, instance }: Settings): readonly Route[] {
  const liveness = defineRoute({
    method: 'get',
    path: '/healthz',
    access: 'public',
    group: 'Server',
    summary: 'Whether the process answers, and which one it is',
    answers: { 200: { description: 'It does.', schema: alive } },
    handle: () => jsonAnswer(200, { status: 'ok', name: instance.name, id: instance.id, uptimeSeconds: process.uptime() }),
  })

  const readiness = defineRoute({
    method: 'get',
    path: '/readyz',
    access: 'public',
    group: 'Server',
    summary: 'Whether work is taken',
    description: 'It is not while the store cannot be written to.',
    answers: { 200: { description: 'It is.', schema: ok }, 503: { description: 'The store cannot be written to.' } },
    async handle() {
      try {
        await store.check()
      } catch {
        throw new ProblemError('STORE_UNAVAILABLE', 'The store cannot be written to: look at the log of the server.')
      }
      return jsonAnswer(200, { status: 'ok' })
    },
  })

  return [liveness, readiness]
}
