import type { LogLine } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import type { LiveMessage } from '../api/live.ts'
import { type LineFilter, liveFilter, toLogsQuery, writeLineFilter } from './line-filter.ts'
import { type Tail, useTail } from './use-tail.ts'

const pageSize = 200

/** The log lines that fit. */
export function useLines(filter: LineFilter, isFollowing: boolean): Tail<LogLine> {
  const source = {
    key: ['logs', writeLineFilter(filter).toString()],
    topic: { logs: liveFilter(filter) },
    read: (cursor: string | undefined, signal: AbortSignal) =>
      call('GET /api/v1/logs', {
        query: { ...toLogsQuery(filter, Date.now()), limit: pageSize, ...(cursor !== undefined && { cursor }) },
        signal,
      }),
    told: ({ type, lines }: LiveMessage) => (type === 'log-lines' ? (lines as readonly LogLine[]) : undefined), // The server's own lines.
    idOf,
  }
  return useTail(source, isFollowing)
}

const idOf = ({ position }: LogLine) => position
