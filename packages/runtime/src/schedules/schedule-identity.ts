import { createHash } from 'node:crypto'
import type { ScheduleKey } from '@millrace/store'
import { executionIdAt } from '../execution-id.ts'

/** The id of the execution for one time of a schedule: a start that is repeated after a crash is the same execution. */
export function scheduledExecutionId(key: ScheduleKey, at: number, why: 'due' | 'backfill'): string {
  return executionIdAt(at, digestOf(key, at, why))
}

/** A share from 0 to 1 that is always the same for one time, so that a restart does not draw again. */
export function jitterShare(key: ScheduleKey, at: number): number {
  return digestOf(key, at, 'jitter').readUInt32BE() / 2 ** 32
}

function digestOf({ account, workflowId, triggerId }: ScheduleKey, at: number, why: string): Buffer {
  return createHash('sha256').update(`${account}\n${workflowId}\n${triggerId}\n${at}\n${why}`).digest()
}
