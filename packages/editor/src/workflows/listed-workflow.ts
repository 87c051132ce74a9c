import type { ListedWorkflow as Listed } from '../api/api-schema.ts'

/** A line of the list of workflows, with what is going on in it. */
export interface ListedWorkflow extends Omit<Listed, 'status' | 'hasDraft' | 'lastRuns'> {
  readonly hasDraft?: boolean
  /** The newest first. */
  readonly lastRuns?: readonly LastRun[]
  /** How many of its executions have not ended, by status. */
  readonly unfinished?: Readonly<Record<string, number>>
}

export interface LastRun {
  readonly executionId?: string
  readonly status: string
  readonly startedAt?: string
}

export function shownName({ id, name }: { readonly id: string; readonly name?: string }): string {
  return name ?? id
}
