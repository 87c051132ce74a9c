import type { ListedPoll, Store } from '@millrace/store'
import { z } from 'zod'
import { executionStatus } from './execution-schema.ts'
import { isoTime } from './iso-time.ts'

const time = z.iso.datetime()

export const poll = z
  .object({
    workflowId: z.string(),
    triggerId: z.string(),
    isPaused: z.boolean(),
    nextAt: time.optional().meta({ description: 'When it looks next. Left out while it is paused or switched off.' }),
    last: z
      .object({
        at: time,
        outcome: z.enum(['started', 'nothing-new', 'failed']),
        message: z.string().optional(),
      })
      .optional()
      .meta({ description: 'The last look.' }),
    failures: z.int().meta({ description: 'Looks that have failed since the last one that did not.' }),
    pending: z.int().meta({ description: 'Found, with their executions not begun yet.' }),
    lastExecution: z.object({ id: z.string(), status: executionStatus.optional() }).optional(),
  })
  .meta({ id: 'Poll' })

/** With the status of the last execution, which history may have forgotten by now. What it goes on from stays inside: it may tell what was read. */
export async function pollView({ executions }: Pick<Store, 'executions'>, row: ListedPoll): Promise<z.input<typeof poll>> {
  const { account, workflowId, triggerId, isPaused, wakeAt, lastAt, lastOutcome, lastMessage, failures, lastExecutionId } = row
  const execution = lastExecutionId === undefined ? undefined : await executions.get(account, lastExecutionId)
  return {
    workflowId,
    triggerId,
    isPaused,
    ...(wakeAt !== undefined && { nextAt: isoTime(wakeAt) }),
    ...(lastAt !== undefined &&
      lastOutcome !== undefined && { last: { at: isoTime(lastAt), outcome: lastOutcome, ...(lastMessage && { message: lastMessage }) } }),
    failures,
    pending: row.pending,
    ...(lastExecutionId !== undefined && { lastExecution: { id: lastExecutionId, ...(execution && { status: execution.status }) } }),
  }
}
