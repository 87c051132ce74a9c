import { decodeEvents, type EncodedEvents, type LargeValueReference, type LogChunk } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { createLargeValues } from './large-values.ts'

/** Where a chunk of events goes. */
interface Place {
  readonly account: string
  readonly executionId: string
  readonly after: number
}

/** What a query for `logColumns` gives. */
export interface LogRow {
  readonly position: number
  readonly account: string
  readonly execution_id: string
  readonly first_event: number
  readonly events: string
  readonly large: string | null
}

export const logColumns = 'position, account, execution_id, first_event, events, large'

export interface LogRows {
  /** Inside a write. Returns the position, or 0 when there are no events. */
  insert(place: Place, encoded: EncodedEvents | undefined): number
  chunkOf(row: LogRow): LogChunk
}

export function createLogRows(connection: Connection): LogRows {
  const { prepare } = connection
  const largeValues = createLargeValues(connection)
  const insert = prepare('INSERT INTO log (position, account, execution_id, first_event, events, large) VALUES (?, ?, ?, ?, ?, ?)')
  // Counted here, not by AUTOINCREMENT, which would write to a table of its own at each insert. A rollback leaves a gap: no harm.
  let lastPosition = connection.read(() => highestPosition(connection))

  return {
    insert({ account, executionId, after }, encoded) {
      if (encoded === undefined) return 0
      lastPosition += 1
      largeValues.save(account, encoded.large)
      insert.run(lastPosition, account, executionId, after, encoded.text, referencesText(encoded))
      return lastPosition
    },
    chunkOf({ position, account, execution_id: executionId, first_event: after, events, large }) {
      // `insert` alone writes the column, with `referencesText`.
      const references = large === null ? [] : (JSON.parse(large) as readonly LargeValueReference[])
      return { position, executionId, after, events: decodeEvents(events, references, (hash) => largeValues.load(account, hash)) }
    },
  }
}

function referencesText({ large }: EncodedEvents): string | null {
  return large.length === 0 ? null : JSON.stringify(large.map(({ event, field, hash }) => ({ event, field, hash })))
}

/** Of the rows that are there, and of those that a retention has deleted. */
function highestPosition({ prepare }: Connection): number {
  const row = prepare(
    "SELECT max(ifnull((SELECT max(position) FROM log), 0), value) AS position FROM counter WHERE name = 'position'",
  ).get()
  return Number(row?.position)
}
