import type { HttpResponse } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { FinishedExecution, StartedExecution } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import type { Audience } from './audience.ts'
import { executionKey } from './execution-key.ts'
import type { LiveExecution } from './live-execution.ts'
import { recordedEnd, recordedResponse } from './recorded-outcome.ts'
import type { ReadonlyTurnoverMap } from './turnover-map.ts'

interface Parts {
  readonly ports: Pick<RuntimePorts, 'store' | 'workflows' | 'capture'>
  readonly audience: Audience
  readonly live: ReadonlyTurnoverMap<LiveExecution>
}

/**
 * What whoever starts an execution gets. Asking for the end or the answer is what makes somebody wait: nothing is kept for those
 * who do not. `begun` is the execution if this start has begun it; else it may have slept, answered or ended long ago.
 */
export function startedExecution(parts: Parts, summary: ExecutionSummary, begun?: LiveExecution): StartedExecution {
  return new Started(parts, summary, begun)
}

/** A class for its accessors alone: those of an object literal keep it, and all it refers to, in memory up to a major collection. */
class Started implements StartedExecution {
  private readonly parts: Parts
  private readonly summary: ExecutionSummary
  private readonly begun: LiveExecution | undefined

  constructor(parts: Parts, summary: ExecutionSummary, begun: LiveExecution | undefined) {
    this.parts = parts
    this.summary = summary
    this.begun = begun
  }

  get executionId() {
    return this.summary.id
  }
  get workflowVersion() {
    return this.summary.workflowVersion
  }
  get status() {
    if (this.begun?.end()?.error?.code === 'DROPPED') return 'dropped'
    return this.summary.status === 'queued' ? 'queued' : 'running'
  }
  get isRecorded() {
    return this.begun?.isRecorded ?? true
  }
  get finished() {
    return finished(this.parts, this.summary, this.begun)
  }
  get responded() {
    return responded(this.parts, this.summary, this.begun)
  }
}

function finished(parts: Parts, summary: ExecutionSummary, begun: LiveExecution | undefined): Promise<FinishedExecution> {
  const end = begun?.end()
  if (end !== undefined) return Promise.resolve(end)
  const key = begun?.key ?? executionKey(summary)
  const coming = parts.audience.finished(key)
  if (!parts.live.has(key)) recall(parts, summary)
  return coming
}

async function responded(parts: Parts, summary: ExecutionSummary, begun: LiveExecution | undefined): Promise<HttpResponse | undefined> {
  const given = begun?.response()
  if (given !== undefined || begun?.end() !== undefined) return given
  const { ports, audience, live } = parts
  const key = begun?.key ?? executionKey(summary)
  const coming = audience.responded(key)
  if (begun !== undefined && live.get(key) === begun) return coming
  const recorded = await recordedResponse(ports, summary.account, summary.id)
  if (recorded !== undefined) return recorded
  if (!live.has(key)) recall(parts, summary)
  return coming
}

/** It is not in memory: if it is over, those who have just asked are told. */
function recall({ ports, audience }: Parts, summary: ExecutionSummary): void {
  const key = executionKey(summary)
  void recordedEnd(ports, summary.account, summary.id).then(
    (end) => end && audience.tellEnd(key, end),
    (error) => audience.tellFailure(key, error),
  )
}
