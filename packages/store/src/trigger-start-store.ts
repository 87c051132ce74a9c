/** The last execution that a trigger has started, where nothing else knows it of itself, as schedules and polls do. */
export interface TriggerStart {
  readonly account: string
  readonly workflowId: string
  readonly triggerId: string
  readonly executionId: string
  /** In milliseconds since 1970. */
  readonly at: number
}

export interface TriggerStartStore {
  /** In place of those with the same trigger, all in one write. */
  put(starts: readonly TriggerStart[]): Promise<void>
  /** By trigger. */
  of(account: string, workflowId: string): Promise<readonly TriggerStart[]>
}
