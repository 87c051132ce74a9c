import { type Recording, readRecording } from '@millrace/engine'
import { type ExecutionSummary, StoreError } from '@millrace/store'
import { requireValues } from '../capture/capture.ts'
import type { Turns } from '../embedded/turns.ts'
import { RuntimeError } from '../errors.ts'
import type { RuntimePorts } from '../ports.ts'

/** What was recorded of an execution, as far as it can be gone on from; throws `RECORDING_INCOMPLETE` where it cannot. */
export async function loadRecording(
  { store, workflows }: Pick<RuntimePorts, 'store' | 'workflows'>,
  turns: Turns,
  summary: ExecutionSummary,
): Promise<Recording> {
  const { account, id, workflowId, workflowVersion } = summary
  const log = await store.executions.log(account, id)
  if (log[0]?.type !== 'execution-started') throw incomplete(id, 'its log was not kept')
  requireValues(id, log)
  try {
    const published = await workflows.get(account, workflowId, workflowVersion)
    if (published === undefined) throw incomplete(id, `version ${workflowVersion} of workflow ${workflowId} is gone`)
    return await turns.work(readRecording(published.plan, log))
  } catch (error) {
    if (error instanceof StoreError || error instanceof RuntimeError) throw error
    throw incomplete(id, error instanceof Error ? error.message : String(error))
  }
}

function incomplete(id: string, why: string): RuntimeError {
  return new RuntimeError('RECORDING_INCOMPLETE', `Execution ${id} cannot be run again from what was recorded: ${why}. Start a new one.`)
}
