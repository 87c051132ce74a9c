import { parseDuration } from '@millrace/engine'
import { usageError } from '../cli-error.ts'
import { givenTime } from '../times/parse-time.ts'

interface Given {
  readonly workflow: string | undefined
  readonly last: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
  readonly step: string | undefined
}

/** The query as the API takes it. What is the last hour is for the clock of the server to say: the one here may go otherwise. */
export function statisticsQuery({ workflow, last, from, to, step }: Given): Record<string, string | undefined> {
  if (last !== undefined && from !== undefined) throw usageError('Give either --last or --from, not both.')
  if (last !== undefined && !((parseDuration(last) ?? 0) > 0))
    throw usageError(`--last must be a duration such as 1h, 24h or 30d, not "${last}".`)
  return { workflow, last, from: givenTime('from', from), to: givenTime('to', to), step }
}
