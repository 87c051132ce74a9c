import type { SQLInputValue } from 'node:sqlite'
import { decodeNumberCursor, type EventFilter, type Page } from '@millrace/store'
import { createConditions } from '../conditions.ts'
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
  const query = createConditions()
  // Without a name the rows are walked in their order: `+` keeps SQLite from an index that would have to be sorted.
  query.where(name === undefined ? '+event.account = ?' : 'event.account = ?', account)
  // Whose rows are in the order of the answer.
  const walked = workflowId === undefined ? 'event' : 'firing'
  query.where('firing.account = ?', workflowId === undefined ? undefined : account)
  query.where('firing.workflow_id = ?', workflowId)
  query.where('firing.trigger_id = ?', workflowId === undefined ? undefined : triggerId)
  query.where(`${walked}.position < ?`, before)
  query.where('event.name = ?', name)
  query.where('substr(event.name, 1, length(?)) = ?', namePrefix, namePrefix)
  query.where('event.at >= ?', from)
  query.where('event.at < ?', to)
  const tables = workflowId === undefined ? 'event' : 'event_firing firing CROSS JOIN event ON event.position = firing.position'
  const group = workflowId === undefined ? '' : 'GROUP BY firing.position'
  const sql = `SELECT ${columns} FROM ${tables} WHERE ${query.sql()} ${group} ORDER BY ${walked}.position DESC LIMIT ?`
  return { sql, values: [...query.values, limit + 1] }
}
