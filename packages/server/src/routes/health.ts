import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'

const ok = z.object({ status: z.literal('ok') })

/** For whatever keeps the process running; they tell nothing that a stranger may not know. */
export function healthRoutes({ store }: Settings): readonly Route[] {
  const liveness = defineRoute({
    method: 'get',
    path: '/healthz',
    access: 'public',
    group: 'Server',
    summary: 'Whether the process answers',
    answers: { 200: { description: 'It does.', schema: ok } },
    handle: () => jsonAnswer(200, { status: 'ok' }),
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
