import type { Store, StoredSchedule } from '@millrace/store'
import { z } from 'zod'
import { executionStatus } from './execution-schema.ts'
import { isoTime } from './iso-time.ts'

const time = z.iso.datetime()

export const schedule = z
  .object({
    workflowId: z.string(),
    triggerId: z.string(),
    isPaused: z.boolean(),
    nextAt: time.optional().meta({ description: 'Left out while it is paused or switched off, and when no time is left.' }),
    last: z
      .object({
        at: time.meta({ description: 'The time that was due.' }),
        outcome: z.enum(['started', 'skipped', 'failed']),
        message: z.string().optional(),
      })
      .optional(),
    lastExecution: z.object({ id: z.string(), status: executionStatus.optional() }).optional(),
  })
  .meta({ id: 'Schedule' })

export const scheduleDetail = schedule
  .extend({
    sentence: z.string().optional().meta({ description: 'When it fires, in words.' }),
    upcoming: z.array(time).meta({ description: 'The next times, as if it were not paused.' }),
  })
  .meta({ id: 'ScheduleDetail' })

/** With the status of the last execution, which history may have forgotten by now. */
export async function scheduleView({ executions }: Pick<Store, 'executions'>, row: StoredSchedule): Promise<z.input<typeof schedule>> {
  const { account, workflowId, triggerId, isPaused, nextAt, lastAt, lastOutcome, lastMessage, lastExecutionId } = row
  const execution = lastExecutionId === undefined ? undefined : await executions.get(account, lastExecutionId)
  return {
    workflowId,
    triggerId,
    isPaused,
    ...(nextAt !== undefined && { nextAt: isoTime(nextAt) }),
    ...(lastAt !== undefined &&
      lastOutcome !== undefined && { last: { at: isoTime(lastAt), outcome: lastOutcome, ...(lastMessage && { message: lastMessage }) } }),
    ...(lastExecutionId !== undefined && { lastExecution: { id: lastExecutionId, ...(execution && { status: execution.status }) } }),
  }
}
