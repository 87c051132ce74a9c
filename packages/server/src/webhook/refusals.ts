/** What a trigger refused last: for whoever asks why nothing starts. */
export interface Refusal {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly code: string
  readonly message: string
  /** How many there were since the server started. */
  readonly count: number
}

/** Kept in memory, one for each trigger: a flood of refused calls writes nothing. */
export interface Refusals {
  note(trigger: TriggerPlace, thrown: unknown, at: number): void
  last(trigger: TriggerPlace): Refusal | undefined
  /** Calls `listener` at each until the answer is called. */
  follow(listener: () => void): () => void
}

export interface TriggerPlace {
  readonly account: string
  readonly workflowId: string
  readonly triggerId: string
}

export function createRefusals(): Refusals {
  const known = new Map<string, Refusal>()
  const followers = new Set<() => void>()
  return {
    note(trigger, thrown, at) {
      const code = thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'INTERNAL'
      // What an execution came to is told by its history.
      if (code.startsWith('EXECUTION_') || code.startsWith('RESPONSE_')) return
      const key = keyOf(trigger)
      const message =
        code === 'INTERNAL' || !(thrown instanceof Error) ? 'Something broke inside the server.' : reasonOf(thrown).slice(0, 500)
      known.set(key, { at, code, message, count: (known.get(key)?.count ?? 0) + 1 })
      for (const follower of followers) follower()
    },
    last: (trigger) => known.get(keyOf(trigger)),
    follow(listener) {
      followers.add(listener)
      return () => void followers.delete(listener)
    },
  }
}

/** What was answered; and what led to it, which only those may know who run the server. */
export function reasonOf({ message, cause }: Error): string {
  let first = cause
  while (first instanceof Error && first.cause instanceof Error) first = first.cause
  return first instanceof Error ? `${message} Reason: ${first.message}` : message
}

function keyOf({ account, workflowId, triggerId }: TriggerPlace): string {
  return `${account}/${workflowId}/${triggerId}`
}
