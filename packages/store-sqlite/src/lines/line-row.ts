import { logLevels, type StoredLine } from '@millrace/store'

export const lineColumns = 'position, place, account, workflow_id, execution_id, step, node, attempt, at, level, message, data, is_cut'

/** What a query for `lineColumns` gives. */
export interface LineRow {
  readonly position: number
  readonly place: number
  readonly workflow_id: string
  readonly execution_id: string
  readonly step: string
  readonly node: string
  readonly attempt: number
  readonly at: number
  readonly level: number
  readonly message: string
  readonly data: string | null
  readonly is_cut: number | null
}

export function lineOf({ workflow_id: workflowId, execution_id: executionId, level, data, is_cut, ...row }: LineRow): StoredLine {
  const { position, place, at, message, step, node, attempt } = row
  return {
    position,
    place,
    at,
    level: logLevels[level] ?? 'info',
    message,
    ...(data !== null && { data: JSON.parse(data) as NonNullable<StoredLine['data']> }), // Our own insert made the text.
    ...(is_cut !== null && { isCut: true }),
    workflowId,
    executionId,
    step,
    node,
    attempt,
  }
}
