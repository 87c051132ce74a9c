import { parseDuration } from '@millrace/engine'
import { usageError } from '../cli-error.ts'
import { parseTime } from '../times/parse-time.ts'

interface Given {
  readonly workflow: string | undefined
  readonly last: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
  readonly step: string | undefined
}

/** The query as the API takes it. `now` in milliseconds since 1970. */
export function statisticsQuery({ workflow, last, from, to, step }: Given, now: number): Record<string, string | undefined> {
  if (last !== undefined && from !== undefined) throw usageError('Give either --last or --from, not both.')
  const end = to === undefined ? new Date(now).toISOString() : parseTime('to', to)
  const begin = from === undefined ? before(end, last ?? '24h') : parseTime('from', from)
  return { workflow, from: begin, to: end, step }
}

function before(end: string, last: string): string {
  const ms = parseDuration(last)
  if (ms === undefined || ms <= 0) throw usageError(`--last must be a duration such as 1h, 24h or 30d, not "${last}".`)
  return new Date(Date.parse(end) - ms).toISOString()
}
