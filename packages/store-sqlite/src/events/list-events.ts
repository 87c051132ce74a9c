import type { SQLInputValue } from 'node:sqlite'
import { decodeNumberCursor, type EventFilter, type Page } from '@millrace/store'
import { eventColumns } from './event-row.ts'

export interface EventQuery {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** Newest first: along the name's index, the firings of a workflow, or all. Up to a page of rows and one more. */
export function listEventsQuery(account: string, filter: EventFilter, { limit, cursor }: Page): EventQuery {
  const { name, namePrefix, workflowId, triggerId, from, to } = filter
  const before = cursor === undefined ? undefined : decodeNumberCursor(cursor)
  const columns = eventColumns.replaceAll(/\w+/g, 'event.$&')
  // Without a name the rows are walked in their order: `+` keeps SQLite from an index that would have to be sorted.
  const conditions = [name === undefined ? '+event.account = ?' : 'event.account = ?']
  const values: SQLInputValue[] = [account]
  const where = (condition: string, value: SQLInputValue | undefined): void => {
    if (value === undefined) return
    conditions.push(condition)
    values.push(value)
  }
  // Whose rows are in the order of the answer.
  const walked = workflowId === undefined ? 'event' : 'firing'
  where('firing.account = ?', workflowId === undefined ? undefined : account)
  where('firing.workflow_id = ?', workflowId)
  where('firing.trigger_id = ?', workflowId === undefined ? undefined : triggerId)
  where(`${walked}.position < ?`, before)
  where('event.name = ?', name)
  if (namePrefix !== undefined) {
    conditions.push('substr(event.name, 1, length(?)) = ?')
    values.push(namePrefix, namePrefix)
  }
  where('event.at >= ?', from)
  where('event.at < ?', to)
  const tables = workflowId === undefined ? 'event' : 'event_firing firing CROSS JOIN event ON event.position = firing.position'
  const group = workflowId === undefined ? '' : 'GROUP BY firing.position'
  const sql = `SELECT ${columns} FROM ${tables} WHERE ${conditions.join(' AND ')} ${group} ORDER BY ${walked}.position DESC LIMIT ?`
  return { sql, values: [...values, limit + 1] }
}
