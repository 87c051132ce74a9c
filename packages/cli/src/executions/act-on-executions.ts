import type { JsonObject } from '@millrace/engine'
import type { ApiClient } from '../api/api-client.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { confirm } from '../output/confirm.ts'
import { printable } from '../output/printable.ts'
import { countOf } from '../output/problem-text.ts'
import type { Chosen } from './choose-executions.ts'

export type BulkVerb = 'cancel' | 'retry' | 'pause' | 'resume'

interface Outcome {
  readonly matched: number
  readonly done: number
  readonly refused: number
  readonly refusals: readonly { readonly id: string; readonly message: string }[]
  readonly started?: readonly { readonly id: string; readonly executionId: string }[]
  readonly left: number
  readonly nextCursor?: string
}

const doneWords = { cancel: 'asked to stop', retry: 'retried', pause: 'paused', resume: 'resumed' } as const satisfies Record<
  BulkVerb,
  string
>

/** Few enough that an answer comes soon, whatever is done to them. */
const perRequest = 500
/** Of a cancel all that one request may take: the server reaches callers before what they have called, but of each request by itself. */
const canceledPerRequest = 10_000

interface Act {
  readonly client: ApiClient
  readonly host: Host
  readonly action: BulkVerb
  readonly chosen: Chosen
  /** Reason, name and force. */
  readonly note: JsonObject
  readonly isSure: boolean
  readonly isDryRun: boolean
}

/** Does the same to many executions: counts those of a filter and asks first, then goes on until none is left. */
export async function actOnExecutions(act: Act): Promise<ExitCode> {
  const { client, host, action, chosen, note, isSure, isDryRun } = act
  if (!('ids' in chosen) || isDryRun) {
    const { matched } = await client.post<Outcome>('/executions/bulk', { action, ...chosen, dryRun: true })
    if (isDryRun) {
      host.out.write(`${countOf(matched, 'execution')} to ${action}.\n`)
      return exitCode.ok
    }
    if (matched === 0) {
      host.err.write(`There is no such execution to ${action}.\n`)
      return exitCode.ok
    }
    if (!isSure && !(await confirm(`This will ${action} ${countOf(matched, 'execution')}. Go on?`, host))) {
      host.err.write('Nothing was done.\n')
      return exitCode.failed
    }
  }
  let done = 0
  let refused = 0
  for (const piece of 'ids' in chosen ? pieces(chosen.ids) : [chosen]) {
    for (let cursor: string | undefined, isMore = true; isMore; isMore = cursor !== undefined) {
      const more =
        'ids' in piece ? {} : { limit: action === 'cancel' ? canceledPerRequest : perRequest, ...(cursor !== undefined && { cursor }) }
      const outcome: Outcome = await client.post('/executions/bulk', { action, ...piece, ...note, ...more })
      tell(outcome, host)
      done += outcome.done
      refused += outcome.refused
      cursor = outcome.nextCursor
    }
  }
  host.err.write(`${countOf(done, 'execution')} ${doneWords[action]}${refused > 0 ? `, ${refused} not` : ''}.\n`)
  return refused > 0 ? exitCode.failed : exitCode.ok
}

function pieces(ids: readonly string[]): readonly { readonly ids: readonly string[] }[] {
  return Array.from({ length: Math.ceil(ids.length / perRequest) }, (_, index) => ({
    ids: ids.slice(index * perRequest, (index + 1) * perRequest),
  }))
}

function tell({ started = [], refusals, refused }: Outcome, host: Host): void {
  for (const { id, executionId } of started) host.out.write(`${id} runs again as ${executionId}\n`)
  for (const { message } of refusals) host.err.write(`${printable(message)}\n`)
  if (refused > refusals.length) host.err.write(`… and ${refused - refusals.length} more.\n`)
}
