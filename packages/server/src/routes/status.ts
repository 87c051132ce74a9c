import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'
import type { Webhooks } from '../webhook/load-webhooks.ts'

const status = z
  .object({
    version: z.string(),
    startedAt: z.iso.datetime(),
    uptimeSeconds: z.number(),
    store: z.string().meta({ example: 'sqlite' }),
    workflows: z.int().meta({ description: 'How many are published.' }),
    webhooks: z.int().meta({ description: 'How many webhook paths are served.' }),
    watchdog: z
      .object({
        lookedAt: z.iso.datetime().optional().meta({ description: 'When it last looked at every execution that has not ended.' }),
        stalled: z.int().meta({ description: 'How many executions it found since the start that nobody would have gone on with.' }),
        found: z
          .array(
            z.object({
              executionId: z.string(),
              workflowId: z.string(),
              at: z.iso.datetime(),
              code: z.enum(['overdue', 'unowned', 'unregistered']),
              message: z.string(),
              outcome: z.string().meta({ description: '`revived`: it was taken up.' }),
            }),
          )
          .meta({ description: 'The last of them.' }),
      })
      .meta({ description: 'It looks every minute.' }),
    webhookConflicts: z.int().meta({ description: 'Webhooks that another workflow holds; the workflows say which.' }),
  })
  .meta({ id: 'Status' })

export function statusRoute({ version, store, clock, watchdog }: Settings, webhooks: Webhooks): Route {
  const startedAt = clock.now()
  return defineRoute({
    method: 'get',
    path: '/api/v1/status',
    access: 'local',
    group: 'Server',
    summary: 'What runs here',
    answers: { 200: { description: 'The state of the server.', schema: status } },
    async handle() {
      await webhooks.loaded
      return jsonAnswer(200, {
        version,
        startedAt: isoTime(startedAt),
        uptimeSeconds: (clock.now() - startedAt) / 1000,
        store: store.kind,
        workflows: webhooks.workflowCount(),
        webhooks: webhooks.table.paths().length,
        watchdog: watchdogView(watchdog),
        webhookConflicts: webhooks.table.conflicts().length,
      } satisfies z.infer<typeof status>)
    },
  })
}

function watchdogView({ last, found, count }: Settings['watchdog']): z.infer<typeof status>['watchdog'] {
  const report = last()
  return {
    ...(report && { lookedAt: isoTime(report.at) }),
    stalled: count(),
    found: found().map(({ account: _, at, ...stall }) => ({ ...stall, at: isoTime(at) })),
  }
}
