/** A step that waits for a signal, and what the signal must say to reach it. */
export interface WaitingStep {
  readonly account: string
  readonly channel: 'event' | 'token'
  /** Of an event its name. Of a token its SHA-256 in hex: who reads the rows can open nothing. */
  readonly key: string
  readonly executionId: string
  /** The step path. */
  readonly step: string
  /** When the wait began, in milliseconds since 1970. */
  readonly since: number
}

/** What has changed about the signals that the steps of one execution wait for. `ended` comes first: a step may wait anew. */
export interface WaitChanges {
  readonly begun: readonly Pick<WaitingStep, 'channel' | 'key' | 'step' | 'since'>[]
  /** Step paths, or `all` at an end that leaves no time to name them. */
  readonly ended: readonly string[] | 'all'
}
