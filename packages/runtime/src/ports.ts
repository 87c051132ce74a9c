import type { JsonObject } from '@millrace/engine'
import type { NodeHost, NodeType } from '@millrace/kit'
import type { Store } from '@millrace/store'
import type { Capture } from './capture/capture.ts'
import type { Secrets } from './secrets/secrets.ts'
import type { WaitingAddresses } from './waiting/waiting-addresses.ts'
import type { Workflows } from './workflows.ts'

/** What the runtime is built on; the composition root chooses each. */
export interface RuntimePorts {
  readonly store: Store
  readonly workflows: Workflows
  /** The node type of that name, or undefined. */
  nodeType(type: string): NodeType | undefined
  readonly secrets: Pick<Secrets, 'get'>
  /** The guarded one: what nodes reach the network with. */
  readonly fetch: typeof globalThis.fetch
  /** What a step may reach beyond the network: files, values, connections, the sandbox. Asked for once per attempt, if at all. */
  host(place: StepPlace): NodeHost
  /** Where steps wait to be answered. */
  readonly addresses: WaitingAddresses
  /** What may be read of executions; left out, everything. */
  readonly capture?: Capture
  /** The workflow that is started when one without its own `settings.onFailure` fails. */
  readonly failureWorkflow?: string | undefined
  /** Who listens for the end of executions; left out, nobody. */
  readonly events?: {
    hears(account: string, name: string): boolean
    /** Told when the write of an end has brought an event with it. */
    nudge(): void
  }
  /** How many executions may run at once in this process; as many as come when left out. */
  readonly maxRunning?: number | undefined
  /** What expressions may see as `vars` and `env`, besides the workflow's own `vars`. */
  readonly environment: { readonly vars: JsonObject; readonly env: JsonObject }
  readonly clock: Clock
  /** From 0 to 1, for jitter. */
  random(): number
  /** A new execution id, not guessable, sortable by time. */
  newId(): string
  /** Told of trouble that one execution has and the others do not, for the server's log. */
  onTrouble(error: unknown): void
  /** Told once when the store can no longer be trusted: the process must end and recover. */
  onFatal(error: unknown): void
}

/** The attempt that a host serves. */
export interface StepPlace {
  readonly account: string
  readonly workflowId: string
  readonly executionId: string
  readonly step: string
  readonly nodeType: NodeType
  /** How many events in a row have led to its execution. */
  readonly eventDepth: number
  /** Its parameters hold a secret: nothing that is kept in the open may be made of them. */
  readonly readsSecrets: boolean
  readonly signal: () => AbortSignal
  /** Told each text that must be masked in whatever the attempt leaves, before the node can see it. */
  onSecret(text: string): void
  /** Calls back once when the attempt is over, however it ended. */
  onEnd(callback: () => void): void
}

/** Time, so that tests can decide it. */
export interface Clock {
  /** Milliseconds since 1970, by the clock on the wall. */
  now(): number
  /** Calls back at or soon after `at`; returns the way to call it off. */
  wakeAt(at: number, callback: () => void): () => void
  /** Calls back when so many milliseconds have passed, whoever sets the clock meanwhile; returns the way to call it off. */
  wakeAfter(ms: number, callback: () => void): () => void
  /**
   * Calls back when somebody has set the clock, forward by so many milliseconds, or back where that is negative. Returns the way to stop.
   * It does not know of what happened before, nor while the process was not there.
   */
  onMoved(listener: (byMs: number) => void): () => void
  /** Looks at once whether somebody has set it, and tells the listeners before it returns. It looks by itself every few seconds too. */
  look(): void
}
