import type { EventFiring, NewStoredEvent, StoredEvent } from '@millrace/store'

export const eventColumns = 'position, account, id, name, data, at, workflow_id, execution_id, step, sent_by, depth, received'

/** What a query for `eventColumns` gives. */
export interface EventRow {
  readonly position: number
  readonly account: string
  readonly id: string
  readonly name: string
  readonly data: string
  readonly at: number
  readonly workflow_id: string | null
  readonly execution_id: string | null
  readonly step: string | null
  readonly sent_by: string | null
  readonly depth: number
  readonly received: number
}

export const firingColumns = 'workflow_id, trigger_id, outcome, execution_id, message'

interface FiringRow {
  readonly workflow_id: string
  readonly trigger_id: string
  readonly outcome: EventFiring['outcome']
  readonly execution_id: string | null
  readonly message: string | null
}

export function newEventOf(row: EventRow): NewStoredEvent {
  const { position, account, id, name, at, depth } = row
  const source = {
    ...(row.workflow_id !== null && { workflowId: row.workflow_id }),
    ...(row.execution_id !== null && { executionId: row.execution_id }),
    ...(row.step !== null && { step: row.step }),
    ...(row.sent_by !== null && { by: row.sent_by }),
  }
  // Our own insert made the text.
  return { position, account, id, name, data: JSON.parse(row.data) as StoredEvent['data'], at, source, depth }
}

export function firingOf(row: unknown): EventFiring {
  const { workflow_id: workflowId, trigger_id: triggerId, outcome, execution_id, message } = row as FiringRow // It asks for `firingColumns`.
  return {
    workflowId,
    triggerId,
    outcome,
    ...(execution_id !== null && { executionId: execution_id }),
    ...(message !== null && { message }),
  }
}
