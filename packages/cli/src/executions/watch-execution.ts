import { type ExecutionStatus, type FinalStatus, isFinal, type StepChange } from '@millrace/engine'
import type { ApiClient } from '../api/api-client.ts'
import type { ApiChange, ApiExecution, ApiStep } from '../api/execution-types.ts'
import { openLive } from '../api/open-live.ts'
import { CliError } from '../cli-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { oneLine, printable } from '../output/printable.ts'
import { statusMark } from '../output/status-mark.ts'
import { createProgress } from '../progress/progress.ts'

interface LiveChange {
  readonly type: 'change'
  readonly status: ExecutionStatus
  readonly changes: readonly ApiChange[]
}

/** Shows what has happened so far, and then each change as the server tells it. */
export async function watchExecution(client: ApiClient, id: string, host: Host): Promise<ExitCode> {
  const path = `/executions/${encodeURIComponent(id)}`
  // Subscribed first and read after: what happens in between comes twice rather than never, and showing it twice does no harm.
  const live = await openLive(client.server, { executionId: id }, ({ status, changes }: LiveChange) => ({
    status,
    changes: changes.map(toChange),
  }))
  const progress = createProgress(host)
  try {
    const sofar = await client.get<ApiExecution>(path)
    progress.show({ changes: sofar.steps.flatMap(changesOf) })
    if (!isFinal(sofar.status)) {
      if (sofar.waitsFor !== undefined && sofar.status !== 'running') host.err.write(`${oneLine(sofar.waitsFor.sentence)}\n`)
      for await (const message of live.messages) {
        progress.show(message)
        if (isFinal(message.status)) break
      }
    }
  } finally {
    live.close()
    progress.end()
  }
  const { status, error } = await client.get<ApiExecution>(path)
  if (!isFinal(status)) throw new CliError(`The server at ${client.server} has closed the link before the execution ended: watch it again.`)
  host.err.write(`\n${statusMark(createPaint(host.err), status)}${error ? `  ${error.code}: ${printable(error.message)}` : ''}\n`)
  return exitCodeOf(status)
}

function exitCodeOf(status: FinalStatus): ExitCode {
  return status === 'success' ? exitCode.ok : exitCode.failed
}

/** A step's record as the changes that would have led to it. */
function changesOf({
  step,
  node,
  type,
  status,
  startedAt,
  finishedAt,
  attempts,
  port,
  error,
  reason,
  until,
}: ApiStep): readonly StepChange[] {
  const base = { step, node, type, attempt: Math.max(1, attempts.length) }
  const last: StepChange = {
    ...base,
    status,
    at: Date.parse(finishedAt ?? startedAt),
    ...(port !== undefined && { port }),
    ...(error && { error }),
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until: Date.parse(until) }),
  }
  return status === 'running' ? [last] : [{ ...base, status: 'running', at: Date.parse(startedAt) }, last]
}

function toChange({ at, startedAt: _, until, ...change }: ApiChange): StepChange {
  return { ...change, at: Date.parse(at), ...(until !== undefined && { until: Date.parse(until) }) }
}
