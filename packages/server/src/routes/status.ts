import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import type { ReplicaStatus } from '../replica-status.ts'
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
    replica: z
      .object({
        state: z.enum(['copying', 'following', 'behind', 'failing']).meta({
          description:
            '`copying`: it is being begun, and only what was shipped before can be restored; `behind`: it lacks something of more than a second ago.',
        }),
        directory: z.string(),
        since: z.iso.datetime().meta({ description: 'Since when it is so.' }),
        lagMs: z.number().meta({ description: 'How old what it lacks may be; 0 when it has everything.' }),
        shippedAt: z.iso.datetime().optional().meta({ description: 'When it last had everything.' }),
        error: z.string().optional().meta({ description: 'Why it is not written to.' }),
      })
      .optional()
      .meta({ description: 'Where everything is shipped to; absent without `--replica`.' }),
    webhookConflicts: z.int().meta({ description: 'Webhooks that another workflow holds; the workflows say which.' }),
  })
  .meta({ id: 'Status' })

export function statusRoute({ version, store, clock, watchdog, replica }: Settings, webhooks: Webhooks): Route {
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
        uptimeSeconds: process.uptime(),
        store: store.kind,
        workflows: webhooks.workflowCount(),
        webhooks: webhooks.table.paths().length,
        watchdog: watchdogView(watchdog),
        ...(replica && { replica: replicaView(replica.status()) }),
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

function replicaView({ shippedAt, since, ...others }: ReplicaStatus): z.infer<typeof status>['replica'] {
  return { ...others, since: isoTime(since), ...(shippedAt !== undefined && { shippedAt: isoTime(shippedAt) }) }
}
