import { type EventStore, pageOf, type StoredEvent } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { encodeEvent } from './encode-event.ts'
import { createEventPatterns } from './event-patterns.ts'
import { type EventRow, eventColumns, firingColumns, firingOf, newEventOf } from './event-row.ts'
import { prepareInsertEvent } from './insert-event.ts'
import { listEventsQuery } from './list-events.ts'

const delivered = "SELECT value FROM counter WHERE name = 'events-delivered'"

export const undeliveredSql = `SELECT ${eventColumns} FROM event WHERE position > (${delivered}) ORDER BY position LIMIT ?`
/** `+` keeps to the order of the answer: there is an index by account. */
export const eventsSinceSql = `SELECT ${eventColumns} FROM event WHERE +account = ? AND position > ? ORDER BY position LIMIT ?`
/** Events stand nearly in the order of their time, so that what is old stands at the beginning. `+` as above. */
export const oldEventsSql = `SELECT position FROM (
    SELECT position, at FROM event WHERE +account = ? AND position <= (${delivered}) ORDER BY position LIMIT ?
  ) WHERE at < ?`

export function createSqliteEvents(connection: Connection): EventStore {
  const { prepare, read, write } = connection
  const insert = prepareInsertEvent(connection)
  const { change: changePattern, ...patterns } = createEventPatterns(connection)
  const find = prepare(`SELECT ${eventColumns} FROM event WHERE account = ? AND id = ?`)
  const findFirings = prepare(`SELECT ${firingColumns} FROM event_firing WHERE position = ? ORDER BY place`)
  const findSince = prepare(eventsSinceSql)
  const findUndelivered = prepare(undeliveredSql)
  const findCursor = prepare(delivered)
  const moveCursor = prepare("UPDATE counter SET value = max(value, ?) WHERE name = 'events-delivered'")
  const setReceived = prepare('UPDATE event SET received = ? WHERE position = ?')
  const insertFiring = prepare(
    `INSERT OR REPLACE INTO event_firing (position, place, account, workflow_id, trigger_id, outcome, execution_id, message)
     SELECT position, ?, account, ?, ?, ?, ?, ? FROM event WHERE position = ?`,
  )
  const findOld = prepare(oldEventsSql)
  const remove = prepare('DELETE FROM event WHERE position = ?')
  const removeFirings = prepare('DELETE FROM event_firing WHERE position = ?')

  function eventOf(row: unknown): StoredEvent {
    const { received, ...event } = row as EventRow // It asks for `eventColumns`.
    const firings = findFirings.all(event.position).map(firingOf)
    return { ...newEventOf({ ...event, received }), received, firings }
  }

  return {
    async append(events) {
      const encoded = events.map(encodeEvent)
      return write(() => encoded.map(insert))
    },

    async get(account, id) {
      return read(() => {
        const row = find.get(account, id)
        return row && eventOf(row)
      })
    },

    async list(account, filter, page) {
      const { sql, values } = listEventsQuery(account, filter, page)
      return read(() =>
        pageOf(
          prepare(sql)
            .all(...values)
            .map(eventOf),
          page.limit,
          ({ position }) => [position],
        ),
      )
    },

    since: async (account, position, limit) => read(() => takeUpTo(findSince.iterate(account, position, limit)).map(eventOf)),

    undelivered: async (limit) => read(() => takeUpTo(findUndelivered.iterate(limit)).map(newEventOf)),

    ...patterns,

    async delivered(upTo, deliveries, changes = []) {
      write(() => {
        for (const { position, received, firings } of deliveries) {
          if (received > 0) setReceived.run(received, position)
          for (const [place, { workflowId, triggerId, outcome, executionId, message }] of firings.entries())
            insertFiring.run(place, workflowId, triggerId, outcome, executionId ?? null, message ?? null, position)
        }
        changes.forEach(changePattern)
        moveCursor.run(upTo)
      })
    },

    cursor: async () => Number(read(() => findCursor.get())?.value),

    async purge(account, before, limit) {
      return write(() => {
        const positions = findOld.all(account, limit, before).map(({ position }) => Number(position))
        for (const position of positions) {
          removeFirings.run(position)
          remove.run(position)
        }
        return positions.length
      })
    },
  }
}

/** As characters: a page of events of a mebibyte each would take a second to read. */
const pageLength = 1024 * 1024

function takeUpTo(rows: Iterable<unknown>): readonly EventRow[] {
  const taken: EventRow[] = []
  let length = 0
  for (const row of rows) {
    const event = row as EventRow // The query asks for `eventColumns`.
    taken.push(event)
    length += event.data.length
    if (length >= pageLength) break
  }
  return taken
}
