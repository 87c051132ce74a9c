import type { Problem } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import { RuntimeError } from '../errors.ts'
import { workflowNotFound } from '../workflow-not-found.ts'
import type { PublishedWorkflow, Workflows } from '../workflows.ts'
import type { ReplayEdits } from './replay-execution.ts'

type Found = { readonly published: PublishedWorkflow } | { readonly problems: readonly Problem[] }

/** The version that the new execution runs: the same as before, another one, or a draft of an edited source. */
export async function workflowToReplay(
  workflows: Workflows,
  { account, workflowId, workflowVersion }: ExecutionSummary,
  { version, workflow }: ReplayEdits,
): Promise<Found> {
  if (workflow !== undefined) {
    if (version !== undefined) throw new RuntimeError('REPLAY_INVALID', 'Name a version or bring an edited workflow, not both.')
    const outcome = await workflows.keepDraft(account, workflowId, workflow)
    return outcome.status === 'rejected' ? { problems: outcome.problems } : { published: outcome.published }
  }
  const number = version === 'newest' ? undefined : (version ?? workflowVersion)
  const published = await workflows.get(account, workflowId, number)
  if (published === undefined) throw workflowNotFound(workflowId, number)
  return { published }
}
