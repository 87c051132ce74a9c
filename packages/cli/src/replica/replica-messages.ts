import type { MessagePort } from 'node:worker_threads'
import type { ShippingState } from '@millrace/runtime/replica'

/** What the replica thread is given. */
export interface ReplicaOrder {
  /** Of the data. */
  readonly directory: string
  /** The replica. */
  readonly folder: string
  readonly keepMs: number
  readonly signals: SharedArrayBuffer
  /** When all there was had been shipped: in ms since 1970. */
  readonly caughtUpAt: SharedArrayBuffer
  /** Brings the ids of new files. */
  readonly files: MessagePort
}

export type ReplicaQuestion =
  | { readonly type: 'begin'; readonly found: string | undefined; readonly token: string }
  | { readonly type: 'rejoined'; readonly token: string | undefined }
  /** With the token that the database ends with, when the replica has all of it. */
  | { readonly type: 'end'; readonly token: string | undefined }

export type ReplicaAnswer =
  /** It has been loaded, and looks at the folder now. */
  | { readonly type: 'looking' }
  /** It may become, or is, a replica. */
  | { readonly type: 'accepted'; readonly isSameDisk: boolean; readonly knownTokens: readonly string[] }
  | { readonly type: 'refused'; readonly code: 'REPLICA_INVALID' | 'REPLICA_IN_USE'; readonly message: string }
  | { readonly type: 'state'; readonly state: ShippingState }
  | { readonly type: 'rejoin' }
  | { readonly type: 'ended' }
