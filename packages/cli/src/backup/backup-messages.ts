import type { writeBackup } from '@millrace/runtime'

/** What the backup thread is given. */
export interface BackupOrder {
  readonly directory: string
  /** Of this Millrace. */
  readonly millrace: string
  readonly holdsKey: boolean
}

/** What it is asked: the next part, or to give up. */
export type BackupQuestion = 'next' | 'stop'

/** What it says: first what will come, then a part for each question, and nothing after a refusal. */
export type BackupAnswer =
  | ({ readonly type: 'begun' } & Omit<Awaited<ReturnType<typeof writeBackup>>, 'body'>)
  /** Without one at the end. */
  | { readonly type: 'part'; readonly part?: Uint8Array }
  | { readonly type: 'refused'; readonly message: string; readonly code?: (typeof toldCodes)[number] }

/** Of what somebody can do something about; whoever asked is told no more of the rest than that it failed. */
export const toldCodes = ['STORE_FULL', 'DATABASE_DAMAGED'] as const
