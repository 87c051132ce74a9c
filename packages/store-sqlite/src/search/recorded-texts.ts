import type { DatabaseSync } from 'node:sqlite'
import { decodeEvents, type ExecutionSummary, type LargeValueReference, textsOf } from '@millrace/store'
import { type ExecutionRow, executionColumns, summaryOf } from '../executions/execution-row.ts'
import { createLargeValues } from '../executions/large-values.ts'

export interface LogPiece {
  readonly position: number
  readonly account: string
  readonly execution_id: string
  readonly first_event: number
  readonly events: string
  readonly large: string | null
}

const columns = 'position, account, execution_id, first_event, events, large'

/** What the index reads of the main database. It never writes to it. */
export interface RecordedTexts {
  /** Pieces of the log after this position, in order. */
  after(position: number, limit: number): readonly LogPiece[]
  lastPosition(): number
  /** Of what there is and of what was deleted. */
  highestPosition(): number
  textsIn(pieces: readonly LogPiece[]): readonly string[]
  /** The whole log of an execution. */
  piecesOf(account: string, executionId: string): readonly LogPiece[]
  summary(account: string, executionId: string): ExecutionSummary | undefined
  /** What was deleted after this place. */
  removedAfter(
    position: number,
    limit: number,
  ): readonly { readonly position: number; readonly account: string; readonly execution_id: string }[]
}

export function createRecordedTexts(main: DatabaseSync): RecordedTexts {
  const largeValues = createLargeValues({ prepare: (sql) => main.prepare(sql) })
  const findAfter = main.prepare(`SELECT ${columns} FROM log NOT INDEXED WHERE position > ? ORDER BY position LIMIT ?`)
  const findLast = main.prepare('SELECT max(position) AS position FROM log')
  const findHighest = main.prepare("SELECT value FROM counter WHERE name = 'position'")
  const findPieces = main.prepare(`SELECT ${columns} FROM log WHERE account = ? AND execution_id = ? ORDER BY first_event`)
  const findSummary = main.prepare(`SELECT ${executionColumns} FROM execution WHERE account = ? AND id = ?`)
  const findRemoved = main.prepare(
    'SELECT position, account, execution_id FROM removed_execution WHERE position > ? ORDER BY position LIMIT ?',
  )

  return {
    after: (position, limit) => findAfter.all(position, limit) as unknown as readonly LogPiece[],
    lastPosition: () => Number(findLast.get()?.position ?? 0),
    highestPosition: () => Math.max(Number(findLast.get()?.position ?? 0), Number(findHighest.get()?.value ?? 0)),
    textsIn: (pieces) =>
      pieces.flatMap(({ account, events, large }) => {
        const references = large === null ? [] : (JSON.parse(large) as readonly LargeValueReference[]) // As `createLogRows` writes it.
        return textsOf(decodeEvents(events, references, (hash) => largeValues.load(account, hash)))
      }),
    piecesOf: (account, id) => findPieces.all(account, id) as unknown as readonly LogPiece[],
    summary(account, id) {
      const row = findSummary.get(account, id) as ExecutionRow | undefined
      return row && summaryOf(row)
    },
    removedAfter: (position, limit) => findRemoved.all(position, limit) as unknown as ReturnType<RecordedTexts['removedAfter']>,
  }
}
