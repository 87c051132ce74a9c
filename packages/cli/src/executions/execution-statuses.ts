import type { ExecutionStatus } from '@millrace/engine'

export const executionStatuses = [
  'queued',
  'running',
  'waiting',
  'paused',
  'success',
  'failed',
  'canceled',
  'timed_out',
  'crashed',
] as const satisfies readonly ExecutionStatus[]
