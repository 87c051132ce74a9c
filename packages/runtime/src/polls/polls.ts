import type { Listed, ListedPoll, Page, PollKey, StoredPoll } from '@millrace/store'

/** The triggers that look for what is new. */
export interface Polls {
  /** Takes up what is published and begins to look; call once, when the driver has taken over. */
  open(): Promise<void>
  list(account: string, filter: { readonly workflowId?: string }, page: Page): Promise<Listed<ListedPoll>>
  get(key: PollKey): Promise<StoredPoll | undefined>
  /** It does not look until it is resumed; also in versions to come. Undefined when there is none. */
  pause(key: PollKey): Promise<StoredPoll | undefined>
  /** Looks again, and finds what has come meanwhile. */
  resume(key: PollKey): Promise<StoredPoll | undefined>
  /** Looks now, also one that is paused, and resolves with how that went. */
  look(key: PollKey): Promise<StoredPoll | undefined>
  close(): Promise<void>
}
