import type { Store } from '../store.ts'

export interface OpenedStore {
  readonly store: Store
  /** Closes the store and opens what it left, for stores that outlive their process. */
  reopen?(): Promise<Store>
  /** Closes whatever is open and removes what it left. */
  close(): Promise<void>
}

/** A new, empty store at each call. */
export type OpenStore = () => Promise<OpenedStore>

/** A test body that gets a store of its own. */
export function withStore(open: OpenStore, body: (store: Store, opened: OpenedStore) => Promise<void>): () => Promise<void> {
  return async () => {
    const opened = await open()
    try {
      await body(opened.store, opened)
    } finally {
      await opened.close()
    }
  }
}
