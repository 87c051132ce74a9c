import type { Json, LogLine } from '@millrace/engine'

export interface ApiLogLine {
  readonly position: string
  readonly at: string
  readonly level: LogLine['level']
  readonly message: string
  readonly data?: Json
  readonly isCut?: boolean
  readonly workflowId: string
  readonly executionId: string
  readonly step: string
  readonly node: string
  readonly attempt: number
}
