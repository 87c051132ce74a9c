import type { Json } from '@millrace/engine'

interface ApiEventOutcome {
  readonly isDelivered: boolean
  readonly received: number
  readonly firings: readonly {
    readonly workflowId: string
    readonly triggerId: string
    readonly outcome: 'started' | 'failed'
    readonly executionId?: string
    readonly message?: string
  }[]
}

export interface ApiEmitted extends ApiEventOutcome {
  readonly id: string
  readonly name: string
  readonly isNew: boolean
}

export interface ApiEvent extends ApiEventOutcome {
  readonly id: string
  readonly name: string
  readonly data: Json
  readonly at: string
  readonly source: { readonly workflowId?: string; readonly executionId?: string; readonly step?: string; readonly by?: string }
  readonly depth: number
}

/** Who waits for one call at a test address. */
export interface ApiListener {
  readonly id: string
  readonly status: 'listening' | 'received' | 'expired'
  readonly addresses: readonly { readonly trigger: string; readonly method: string; readonly url: string }[]
  readonly call?: { readonly data?: Json; readonly executionId?: string; readonly error?: string }
  readonly lastRefusal?: { readonly code: string; readonly message: string }
}
