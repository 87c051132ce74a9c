import type { SQLInputValue } from 'node:sqlite'
import { type LineFilter, logLevels } from '@millrace/store'
import { createConditions } from '../conditions.ts'
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

const key = '(key.at, key.position, key.place)'
const newestFirst = 'ORDER BY key.at DESC, key.position DESC, key.place DESC'

/** A long log of a deleted execution goes a little at a time: what is left of it is nobody's. */
const isKept = 'EXISTS (SELECT 1 FROM execution WHERE execution.account = line.account AND execution.id = line.execution_id)'

/** The index by itself says what the level is: only lines that have it are fetched. SQLite would fetch each to look, 20 times slower. */
const fetched = 'CROSS JOIN log_line AS line ON line.position = key.position AND line.place = key.place'

/** The lines between two places that the filter wants. */
export function lineWalk(account: string, filter: LineFilter, { after, downTo, limit }: Stretch): LineWalk {
  const query = openQuery(account, filter)
  query.where(`${key} < (?, ?, ?)`, ...keyOf(after))
  query.where(`${key} >= (?, ?, ?)`, ...keyOf(downTo))
  query.where('key.level >= ?', filter.level && logLevels.indexOf(filter.level))
  query.where('line.node = ?', filter.node)
  query.where("line.message LIKE ? ESCAPE '\\'", filter.text && `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`)
  query.where(isKept)
  return query.close(lineColumns.replaceAll(/\w+/g, 'line.$&'), fetched, 'LIMIT ?', limit)
}

/** Where the stretch of so many lines ends; it reads nothing but the index. */
export function lineStretchEnd(account: string, filter: LineFilter, { after, limit }: Stretch): LineWalk {
  const query = openQuery(account, filter)
  query.where(`${key} < (?, ?, ?)`, ...keyOf(after))
  return query.close('key.at, key.position, key.place', '', 'LIMIT 1 OFFSET ?', limit - 1)
}

function keyOf(key: LineKey | undefined): readonly (number | undefined)[] {
  return [key?.at, key?.position, key?.place]
}

/** With the conditions that the index has; of one execution its pieces of the log are gone through instead. */
function openQuery(account: string, { workflowId, executionId, from, to }: LineFilter) {
  const { where, sql, values } = createConditions()
  const index = executionId !== undefined ? '' : `INDEXED BY log_line_by_${workflowId === undefined ? 'time' : 'workflow'}`
  where('key.position IN (SELECT position FROM log WHERE account = ? AND execution_id = ?)', executionId && account, executionId)
  where(executionId === undefined ? 'key.account = ?' : '+key.account = ?', account)
  where('key.workflow_id = ?', workflowId)
  where('key.at >= ?', from)
  where('key.at < ?', to)
  return {
    where,
    close: (columns: string, join: string, limit: string, count: number): LineWalk => ({
      sql: `SELECT ${columns} FROM log_line AS key ${index} ${join} WHERE ${sql()} ${newestFirst} ${limit}`,
      values: [...values, count],
    }),
  }
}
