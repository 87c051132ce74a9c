import type { StartRequest } from '../driver.ts'
import type { PublishedWorkflow } from '../workflows.ts'

/**
 * Whether an execution is recorded: unless its workflow says never. Even then, what others find again by its id is: one that another
 * execution calls, one that runs a dead letter again, one by which somebody tries it out, one that is started under an id of the starter's, as with an `Idempotency-Key`.
 */
export function needsRecord(
  { workflow }: Pick<PublishedWorkflow, 'workflow'>,
  { executionId, parent, replayOf, test }: StartRequest,
): boolean {
  if (workflow.settings?.record !== 'never') return true
  return executionId !== undefined || parent !== undefined || replayOf !== undefined || test !== undefined
}
