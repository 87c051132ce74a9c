import { type ExecutionEvent, isFinal } from '@millrace/engine'
import { decodeSleeperCursor, decodeTimeCursor, firstSleeper, type SleeperPlace } from '../cursor.ts'
import type { LetterStatus } from '../dead-letter.ts'
import { encodeJson } from '../encode-json.ts'
import { StoreError } from '../errors.ts'
import type { NewEvent } from '../event-store.ts'
import type {
  CreateExecution,
  ExecutionPatch,
  ExecutionStore,
  ExecutionSummary,
  ExecutionWrite,
  LogChunk,
  WriteOutcome,
} from '../execution-store.ts'
import type { Admission } from '../lane-store.ts'
import { pageOf } from '../page.ts'
import { isListed, newestFirst } from './memory-filter.ts'
import { countLetters, listLetters } from './memory-letters.ts'
import type { Chunk, MemoryRows, Row } from './memory-rows.ts'
import { createMemoryWaits } from './memory-waits.ts'

export function createMemoryExecutions(
  { accounts, unfinished, chunks }: MemoryRows,
  noteEnd: (summary: ExecutionSummary) => void,
  insertEvent: (event: NewEvent) => unknown,
): ExecutionStore {
  const { change: changeWaits, waitingForEvent, waitingForToken, waitingIn } = createMemoryWaits()
  let lastFence = 0
  const summariesOf = (account: string) => [...(accounts.get(account)?.values() ?? [])].map(({ summary }) => summary)
  const rowOf = (account: string, id: string): Row | undefined => accounts.get(account)?.get(id)

  function append(row: Row, events: readonly ExecutionEvent[], text: string): WriteOutcome {
    if (events.length === 0) return { type: 'written', position: 0 }
    const position = chunks.length + 1
    const { account, id: executionId } = row.summary
    const chunk = { account, executionId, position, after: row.length, text }
    chunks.push(chunk)
    row.chunks.push(chunk)
    row.length += events.length
    return { type: 'written', position }
  }

  function patch(row: Row, change: ExecutionPatch): void {
    const { dueAt, place, ...rest } = change
    const { dueAt: dueBefore, admission, ...summary } = row.summary
    const due = dueAt === undefined ? dueBefore : dueAt
    row.summary = copy({
      ...summary,
      ...rest,
      ...(due === undefined || due === null ? {} : { dueAt: due }),
      ...(admission && { admission: withPlace(admission, place) }),
    })
    if (isFinal(row.summary.status)) unfinished.delete(row)
    else unfinished.add(row)
  }

  /** False unless it was open. */
  function settleLetter(account: string, id: string, letter: LetterStatus, replayedAs?: string): boolean {
    const row = rowOf(account, id)
    if (row?.summary.letter !== 'open') return false
    row.summary = copy({ ...row.summary, letter, ...(replayedAs !== undefined && { replayedAs }) })
    return true
  }

  /** False when it is done already. */
  function markReplayed(account: string, id: string, replayedAs: string): boolean {
    const row = rowOf(account, id)
    if (row === undefined || row.summary.letter !== undefined) return settleLetter(account, id, 'replayed', replayedAs)
    if (row.summary.replayedAs !== undefined) return false
    row.summary = copy({ ...row.summary, replayedAs })
    return true
  }

  function apply(write: ExecutionWrite): WriteOutcome {
    switch (write.type) {
      case 'create': {
        const { account, id } = write.execution
        if (rowOf(account, id) !== undefined) return { type: 'exists' }
        const text = encodeJson(write.events)
        assertWritable(write.follow)
        encodeJson(write.emits ?? [])
        const row: Row = { summary: copy(write.execution), fence: write.fence, length: 0, chunks: [], sealed: [] }
        if (write.settlesLetter && !markReplayed(account, write.execution.replayOf ?? '', id)) return { type: 'settled' }
        accounts.set(account, (accounts.get(account) ?? new Map<string, Row>()).set(id, row))
        patch(row, {})
        if (isFinal(row.summary.status)) noteEnd(row.summary)
        if (write.waits !== undefined) changeWaits(row.summary, write.waits)
        if (write.follow !== undefined) apply(write.follow)
        for (const wake of write.wakes ?? []) apply(wake)
        for (const event of write.emits ?? []) insertEvent(event)
        changeSealed(row, write.sealed)
        return append(row, write.events, text)
      }
      case 'append': {
        const row = rowOf(write.account, write.executionId)
        if (row === undefined || row.fence !== write.fence || row.length !== write.after) return { type: 'fenced' }
        const text = encodeJson(write.events)
        assertWritable(write.follow)
        encodeJson(write.emits ?? [])
        if (write.patch !== undefined) patch(row, write.patch)
        if (write.patch?.finishedAt !== undefined) noteEnd(row.summary)
        if (write.waits !== undefined) changeWaits(row.summary, write.waits)
        if (write.follow !== undefined) apply(write.follow)
        for (const wake of write.wakes ?? []) apply(wake)
        for (const event of write.emits ?? []) insertEvent(event)
        changeSealed(row, write.sealed)
        return append(row, write.events, text)
      }
      case 'wake': {
        const row = rowOf(write.account, write.executionId)
        if (row === undefined || !unfinished.has(row)) return { type: 'written', position: 0 }
        patch(row, { dueAt: Math.min(row.summary.dueAt ?? write.dueAt, write.dueAt) })
        if (write.calledOff === true) row.summary = { ...row.summary, calledOff: true }
        return { type: 'written', position: 0 }
      }
      case 'letter': {
        const { account, executionId, letter, replayedAs } = write
        return settleLetter(account, executionId, letter, replayedAs) ? { type: 'written', position: 0 } : { type: 'fenced' }
      }
    }
  }

  return {
    async commit(batch) {
      return batch.map((one) => {
        try {
          return apply(one)
        } catch (error) {
          if (error instanceof StoreError && error.code === 'VALUE_UNWRITABLE') return { type: 'unwritable', error }
          throw error
        }
      })
    },

    async get(account, id) {
      const row = rowOf(account, id)
      return row && copy(row.summary)
    },

    async list(account, filter, { limit, cursor }) {
      const end = cursor === undefined ? undefined : decodeTimeCursor(cursor)
      const rows = summariesOf(account).filter((one) => isListed(one, filter, end))
      const page = rows.sort(newestFirst).slice(0, limit + 1)
      return pageOf(page.map(copy), limit, ({ startedAt, id }) => [startedAt, id])
    },

    async log(account, id) {
      return rowOf(account, id)?.chunks.flatMap((chunk) => parse(chunk).events) ?? []
    },

    async sealed(account, id) {
      return rowOf(account, id)?.sealed ?? []
    },

    async feed(account, position, limit) {
      const later: LogChunk[] = []
      for (let index = Math.max(0, position); index < chunks.length && later.length < limit; index++) {
        const chunk = chunks[index]
        if (chunk?.account === account) later.push(parse(chunk))
      }
      return later
    },

    async nextFence() {
      lastFence += 1
      return lastFence
    },

    async claim(account, id, fence) {
      const row = rowOf(account, id)
      if (row === undefined || !unfinished.has(row) || row.fence > fence) return false
      row.fence = fence
      return true
    },

    async due(now, limit) {
      const rows = [...unfinished].filter(({ summary: { dueAt } }) => dueAt !== undefined && dueAt <= now)
      return rows
        .sort((a, b) => (a.summary.dueAt ?? 0) - (b.summary.dueAt ?? 0) || compareKeys(a.summary, b.summary))
        .slice(0, limit)
        .map(({ summary }) => copy(summary))
    },

    async sleeping(limit, cursor) {
      const after = cursor === undefined ? firstSleeper : decodeSleeperCursor(cursor)
      const places = [...unfinished].flatMap(({ summary }) => {
        const { account, id, status, dueAt } = summary
        return dueAt !== undefined && (status === 'waiting' || status === 'paused')
          ? [{ summary, place: [dueAt, account, id] as const }]
          : []
      })
      const later = places.filter(({ place }) => isLater(place, after)).sort((one, other) => (isLater(one.place, other.place) ? 1 : -1))
      const sleepers = later.slice(0, limit + 1).map(({ summary }) => copy(summary))
      return pageOf(sleepers, limit, ({ dueAt = 0, account, id }) => [dueAt, account, id])
    },

    async nextDue(after) {
      let soonest = Number.POSITIVE_INFINITY
      for (const {
        summary: { dueAt },
      } of unfinished)
        if (dueAt !== undefined && dueAt > after && dueAt < soonest) soonest = dueAt
      return soonest === Number.POSITIVE_INFINITY ? undefined : soonest
    },

    async unfinished(fence, limit) {
      const rows = [...unfinished].filter(
        ({ summary: { dueAt, status }, fence: owner }) => dueAt === undefined && status !== 'queued' && owner < fence,
      )
      return rows
        .sort((a, b) => a.fence - b.fence || a.summary.startedAt - b.summary.startedAt || compareKeys(a.summary, b.summary))
        .slice(0, limit)
        .map(({ summary }) => copy(summary))
    },

    async forgotten() {
      const items: ExecutionSummary[] = []
      const parents = new Set([...unfinished].map(({ summary }) => JSON.stringify([summary.account, summary.parent?.executionId])))
      for (const { summary } of unfinished) {
        const { account, id, status, dueAt } = summary
        if (dueAt !== undefined || (status !== 'running' && status !== 'waiting')) continue
        const [wait] = await waitingIn(account, [id])
        if (wait === undefined && !parents.has(JSON.stringify([account, id]))) items.push(copy(summary))
      }
      return { items }
    },

    waitingForEvent,
    waitingForToken,
    waitingIn,

    async letters(account, filter, page) {
      return listLetters(summariesOf(account).map(copy), filter, page)
    },

    async letterCounts(account) {
      return countLetters(summariesOf(account))
    },
  }
}

function isLater(one: SleeperPlace, other: SleeperPlace): boolean {
  const index = one.findIndex((part, at) => part !== other[at])
  return index >= 0 && (one[index] ?? 0) > (other[index] ?? 0)
}

function parse({ position, executionId, after, text }: Chunk): LogChunk {
  // Our own `append` made the text, from events.
  return { position, executionId, after, events: JSON.parse(text) as ExecutionEvent[] }
}

/** Before the events of the write are counted. */
function changeSealed(row: Row, sealed: CreateExecution['sealed']): void {
  if (sealed === 'dropped') row.sealed = []
  else if (sealed !== undefined) row.sealed = [...row.sealed, { after: row.length, text: sealed.text }]
}

/** Before anything changes: a write is done whole or not at all. */
function assertWritable(follow: CreateExecution | undefined): void {
  for (let next = follow; next !== undefined; next = next.follow) encodeJson([next.execution, next.events])
}

function withPlace({ place: before, ...admission }: Admission, place: ExecutionPatch['place']): Admission {
  const now = place === undefined ? before : place
  return now === undefined || now === null ? admission : { ...admission, place: now }
}

/** Through JSON, as a row on disk would go. */
function copy(summary: ExecutionSummary): ExecutionSummary {
  return JSON.parse(encodeJson(summary)) as ExecutionSummary
}

/** Where time decides nothing, in the order in which every other store has its rows: the same must happen on each of them. */
function compareKeys(one: ExecutionSummary, other: ExecutionSummary): number {
  if (one.account !== other.account) return one.account < other.account ? -1 : 1
  return one.id < other.id ? -1 : 1
}
