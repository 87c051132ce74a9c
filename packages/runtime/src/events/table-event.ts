import type { EventSource, NewEvent, TableChange } from '@millrace/store'
import { newExecutionId } from '../execution-id.ts'
import type { Listeners } from './listeners.ts'

/** The event that tells of a change of a record, where a trigger listens for it. `depth`: of whoever has made the change. */
export type TableEventOf = (change: TableChange, source: EventSource, depth: number) => NewEvent | undefined

export function createTableEvents({ hears }: Pick<Listeners, 'hears'>): TableEventOf {
  return ({ account, table, type, record, before = null, relations, at }, source, depth) => {
    const name = `table.${table}.${type}`
    if (!hears(account, name)) return undefined
    return {
      account,
      id: newExecutionId(at),
      name,
      data: { record, before, ...(relations !== undefined && { relations: { ...relations } }) },
      at,
      source,
      depth: depth + 1,
    }
  }
}
