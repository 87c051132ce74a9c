import type { Store } from '@millrace/store'

/** Tells that something about a trigger has changed: what it did last, when it does the next, whether it is paused. */
export interface TriggerNews {
  /** The store for those that turn triggers: what they write is told. */
  noting<Part extends Pick<Store, 'schedules' | 'polls'>>(store: Part): Part
  /** Calls `listener` after each change until the answer is called. */
  follow(listener: (account: string) => void): () => void
}

export function createTriggerNews(): TriggerNews {
  const followers = new Set<(account: string) => void>()

  function tell(account: string): void {
    for (const follower of followers) follower(account)
  }

  return {
    noting: (store) => ({
      ...store,
      schedules: {
        ...store.schedules,
        async put(schedules) {
          await store.schedules.put(schedules)
          for (const account of new Set(schedules.map((one) => one.account))) tell(account)
        },
        async delete(key) {
          await store.schedules.delete(key)
          tell(key.account)
        },
      },
      polls: {
        ...store.polls,
        async put(poll) {
          await store.polls.put(poll)
          tell(poll.account)
        },
        async delete(key) {
          await store.polls.delete(key)
          tell(key.account)
        },
      },
    }),
    follow(listener) {
      followers.add(listener)
      return () => void followers.delete(listener)
    },
  }
}
