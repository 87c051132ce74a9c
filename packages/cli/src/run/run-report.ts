import { type FinalStatus, type Json, readHistory, type StepError, type StepRecord } from '@millrace/engine'
import type { PublishedWorkflow } from '@millrace/runtime'
import type { Store } from '@millrace/store'
import { account } from '../account.ts'
import { CliError } from '../cli-error.ts'

/** What `run` tells; `--json` prints it as one document. */
export interface RunReport {
  readonly executionId: string
  readonly workflow: { readonly id: string; readonly version: number }
  readonly status: FinalStatus
  readonly result: Json
  readonly error?: StepError
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly finishedAt: number
  readonly durationMs: number
  readonly steps: readonly StepRecord[]
}

/** Reads the finished execution back from the store: what is shown is what was kept. */
export async function readRunReport(store: Store, { id, version, plan }: PublishedWorkflow, executionId: string): Promise<RunReport> {
  const summary = await store.executions.get(account, executionId)
  const { status, result, error, steps } = readHistory(plan, await store.executions.log(account, executionId))
  if (summary?.finishedAt === undefined) throw new CliError(`Execution ${executionId} has no end in the store.`)
  const { startedAt, finishedAt } = summary
  return {
    executionId,
    workflow: { id, version },
    status: status as FinalStatus, // It has an end.
    result,
    ...(error && { error }),
    startedAt,
    finishedAt,
    durationMs: finishedAt - startedAt,
    steps,
  }
}
