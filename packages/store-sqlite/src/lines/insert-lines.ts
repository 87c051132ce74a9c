import { logLevels, type NewLine } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { lineColumns } from './line-row.ts'

interface LinesPlace {
  readonly account: string
  readonly workflowId: string
  readonly executionId: string
  /** Of the piece of the log that tells them. */
  readonly position: number
}

/** Inside the write that records what the lines stand in. */
export function prepareInsertLines({ prepare }: Connection): (of: LinesPlace, lines: readonly NewLine[]) => void {
  const insert = prepare(`INSERT INTO log_line (${lineColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  return ({ position, account, workflowId, executionId }, lines) => {
    for (const [place, { step, node, attempt, at, level, message, data, isCut }] of lines.entries()) {
      const of = [position, place, account, workflowId, executionId, step, node, attempt]
      insert.run(...of, at, logLevels.indexOf(level), message, data ?? null, isCut ? 1 : null)
    }
  }
}
