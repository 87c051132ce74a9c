import { useWorkflowNames } from '../api/use-workflow-names.ts'

/** The ids that there are: another workflow may have none of them. */
export function useTakenIds(): ReadonlySet<string> {
  return new Set(useWorkflowNames().map(({ id }) => id))
}
