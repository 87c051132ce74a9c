import type { SQLInputValue } from 'node:sqlite'
import { type LineFilter, logLevels } from '@millrace/store'
import { lineColumns } from './line-row.ts'

/** A place in the order of the list. */
export interface LineKey {
  readonly at: number
  readonly position: number
  readonly place: number
}

export interface LineWalk {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

interface Stretch {
  readonly after?: LineKey | undefined
  readonly downTo?: LineKey | undefined
  readonly limit: number
}

const newestFirst = 'ORDER BY at DESC, position DESC, place DESC'

/** A long log of a deleted execution goes a little at a time: what is left of it is nobody's. */
const isKept = 'EXISTS (SELECT 1 FROM execution WHERE execution.account = log_line.account AND execution.id = log_line.execution_id)'

/** The lines between two places that the filter wants. */
export function lineWalk(account: string, filter: LineFilter, { after, downTo, limit }: Stretch): LineWalk {
  const query = openQuery(account, filter)
  query.where('(at, position, place) < (?, ?, ?)', ...keyOf(after))
  query.where('(at, position, place) >= (?, ?, ?)', ...keyOf(downTo))
  query.where('level >= ?', filter.level && logLevels.indexOf(filter.level))
  query.where('node = ?', filter.node)
  query.where("message LIKE ? ESCAPE '\\'", filter.text && `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`)
  query.where(isKept)
  return query.close(lineColumns, 'LIMIT ?', limit)
}

/** Where the stretch of so many lines ends; it reads nothing but the index. */
export function lineStretchEnd(account: string, filter: LineFilter, { after, limit }: Stretch): LineWalk {
  const query = openQuery(account, filter)
  query.where('(at, position, place) < (?, ?, ?)', ...keyOf(after))
  return query.close('at, position, place', 'LIMIT 1 OFFSET ?', limit - 1)
}

function keyOf(key: LineKey | undefined): readonly (number | undefined)[] {
  return [key?.at, key?.position, key?.place]
}

/** With the conditions that the index has; of one execution its pieces of the log are gone through instead. */
function openQuery(account: string, { workflowId, executionId, from, to }: LineFilter) {
  const conditions: string[] = []
  const values: SQLInputValue[] = []
  const where = (condition: string, ...given: readonly (SQLInputValue | undefined)[]): void => {
    const known = given.filter((value) => value !== undefined)
    if (known.length < given.length) return
    conditions.push(condition)
    values.push(...known)
  }
  const index = executionId !== undefined ? '' : `INDEXED BY log_line_by_${workflowId === undefined ? 'time' : 'workflow'}`
  where('position IN (SELECT position FROM log WHERE account = ? AND execution_id = ?)', executionId && account, executionId)
  where(executionId === undefined ? 'account = ?' : '+account = ?', account)
  where('workflow_id = ?', workflowId)
  where('at >= ?', from)
  where('at < ?', to)
  return {
    where,
    close: (columns: string, limit: string, count: number): LineWalk => ({
      sql: `SELECT ${columns} FROM log_line ${index} WHERE ${conditions.join(' AND ')} ${newestFirst} ${limit}`,
      values: [...values, count],
    }),
  }
}
