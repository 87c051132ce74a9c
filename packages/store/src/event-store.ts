import type { Json } from '@millrace/engine'
import type { Listed, Page } from './execution-store.ts'

/** Where an event comes from: a step, the end of an execution (no step), or somebody outside (no execution). */
export interface EventSource {
  readonly workflowId?: string
  readonly executionId?: string
  readonly step?: string
  /** Who sent it, if that was told. */
  readonly by?: string
}

/** An event as it is told to the bus. */
export interface NewEvent {
  readonly account: string
  /** The same id again in its account is the same event. */
  readonly id: string
  /** Segments with dots between, e.g. `order.paid`. */
  readonly name: string
  readonly data: Json
  /** Milliseconds since 1970. */
  readonly at: number
  readonly source: EventSource
  /** How many events in a row have led to it, itself included: 1 for one from outside. */
  readonly depth: number
}

/** What became of an event at one trigger that it fits. */
export interface EventFiring {
  readonly workflowId: string
  readonly triggerId: string
  readonly outcome: 'started' | 'failed'
  readonly executionId?: string
  /** Why it failed. */
  readonly message?: string
}

export interface StoredEvent extends NewEvent {
  /** Grows with each event of the store. */
  readonly position: number
  /** How many steps that waited for it have received it. */
  readonly received: number
  /** In the order in which they were delivered. */
  readonly firings: readonly EventFiring[]
}

/** What has been done with an event. */
export interface Delivery {
  readonly position: number
  readonly received: number
  readonly firings: readonly EventFiring[]
}

/** What a trigger that waits for several events has seen of them so far, for one key. */
export interface StoredPattern {
  readonly account: string
  readonly workflowId: string
  readonly triggerId: string
  readonly key: string
  /** JSON text. */
  readonly state: string
  /** When time alone changes it, in milliseconds since 1970. */
  readonly wakeAt: number
}

export type PatternKey = Omit<StoredPattern, 'state' | 'wakeAt'>

/** In place of what was kept; without a state nothing is kept any more. */
export type PatternChange = StoredPattern | (PatternKey & { readonly state?: undefined })

export interface EventFilter {
  readonly name?: string
  /** The name begins with this. */
  readonly namePrefix?: string
  /** Those that fitted a trigger of this workflow. */
  readonly workflowId?: string
  /** Of this trigger of it; only with `workflowId`. */
  readonly triggerId?: string
  /** At or after, before. */
  readonly from?: number
  readonly to?: number
}

/** What became of an append. */
export interface EventPlace {
  readonly position: number
  /** False when an event with this id was there: nothing changed. */
  readonly isNew: boolean
}

/**
 * The log of events, and how far they have been delivered.
 * Another write of the store may append events with it, in the same transaction: see `ExecutionWrite.emits`.
 */
export interface EventStore {
  /** In order, all in one transaction. Rejects with `VALUE_UNWRITABLE`, and appends none, when one cannot be JSON text. */
  append(events: readonly NewEvent[]): Promise<readonly EventPlace[]>
  get(account: string, id: string): Promise<StoredEvent | undefined>
  /** Newest first. */
  list(account: string, filter: EventFilter, page: Page): Promise<Listed<StoredEvent>>
  /** Those behind this position, oldest first, with what has become of them so far. Fewer where they are large; none only where there is none. */
  since(account: string, position: number, limit: number): Promise<readonly StoredEvent[]>
  /** Of all accounts: those behind the cursor of delivery, oldest first. Fewer where they are large; none only where there is none. */
  undelivered(limit: number): Promise<readonly NewStoredEvent[]>
  /** Moves the cursor to this position and keeps what was done, in one transaction. It never moves back. */
  delivered(upTo: number, deliveries: readonly Delivery[], patterns?: readonly PatternChange[]): Promise<void>
  pattern(key: PatternKey): Promise<StoredPattern | undefined>
  /** Of all accounts: those whose `wakeAt` has come, soonest first. */
  duePatterns(now: number, limit: number): Promise<readonly StoredPattern[]>
  /** Of all accounts: the earliest `wakeAt`. */
  nextPatternWake(): Promise<number | undefined>
  /** The cursor: all events up to this position are delivered; 0 at first. */
  cursor(): Promise<number>
  /** Deletes delivered events from before this time, at most so many. Resolves with how many. */
  purge(account: string, before: number, limit: number): Promise<number>
}

/** One that nothing has been done with yet. */
export type NewStoredEvent = NewEvent & Pick<StoredEvent, 'position'>
