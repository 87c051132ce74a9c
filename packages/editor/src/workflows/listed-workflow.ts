import type { ListedWorkflow as Listed } from '../api/api-schema.ts'

/** A line of the list of workflows, with what is going on in it. */
export interface ListedWorkflow extends Listed {
  /** How many of its executions have not ended, by status. */
  readonly unfinished?: Readonly<Record<string, number>>
}

/** The newest come first. */
export type LastRun = Listed['lastRuns'][number]

export function shownName({ id, name }: { readonly id: string; readonly name?: string }): string {
  return name ?? id
}
