import type { HttpResponse } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { FinishedExecution, StartedExecution } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import type { Audience } from './audience.ts'
import { executionKey } from './execution-key.ts'
import type { LiveExecution } from './live-execution.ts'
import { recordedEnd, recordedResponse } from './recorded-outcome.ts'

interface Parts {
  readonly ports: Pick<RuntimePorts, 'store' | 'workflows'>
  readonly audience: Audience
  readonly live: ReadonlyMap<string, LiveExecution>
}

/**
 * What whoever starts an execution gets. Asking for the end or the answer is what makes somebody wait: nothing is kept for those
 * who do not. `begun` is the execution if this start has begun it; else it may have slept, answered or ended long ago.
 */
export function startedExecution({ ports, audience, live }: Parts, summary: ExecutionSummary, begun?: LiveExecution): StartedExecution {
  const { account, id, workflowVersion } = summary
  const key = executionKey(summary)

  function finished(): Promise<FinishedExecution> {
    if (begun?.end !== undefined) return Promise.resolve(begun.end)
    const end = audience.finished(key)
    if (!live.has(key)) recall()
    return end
  }

  async function responded(): Promise<HttpResponse | undefined> {
    if (begun?.response !== undefined) return begun.response
    const response = audience.responded(key)
    if (begun !== undefined && live.get(key) === begun) return response
    const recorded = await recordedResponse(ports, account, id)
    if (recorded !== undefined) return recorded
    if (!live.has(key)) recall()
    return response
  }

  /** It is not in memory: if it is over, those who have just asked are told. */
  function recall(): void {
    void recordedEnd(ports, account, id).then(
      (end) => end && audience.tellEnd(key, end),
      (error) => audience.tellFailure(key, error),
    )
  }

  return {
    executionId: id,
    workflowVersion,
    get finished() {
      return finished()
    },
    get responded() {
      return responded()
    },
  }
}
