/** First in, first out within an account; accounts take turns, so that a thousand calls of one do not stand before the first of another. */
export interface FairQueue<T> {
  push(account: string, item: T): void
  /** The accounts that wait, in the order of their turns. */
  accounts(): readonly string[]
  /** The next of an account, whose turn then comes after all the others. */
  take(account: string): T | undefined
  remove(account: string, item: T): boolean
  takeAll(): readonly T[]
}

export function createFairQueue<T>(): FairQueue<T> {
  // A map keeps the order in which its keys came: an account goes to the end when it has had its turn.
  const waiting = new Map<string, T[]>()

  function put(account: string, items: T[]): void {
    waiting.delete(account)
    if (items.length > 0) waiting.set(account, items)
  }

  return {
    push(account, item) {
      const items = waiting.get(account)
      if (items === undefined) waiting.set(account, [item])
      else items.push(item)
    },
    accounts: () => [...waiting.keys()],
    take(account) {
      const items = waiting.get(account) ?? []
      const item = items.shift()
      put(account, items)
      return item
    },
    remove(account, item) {
      const items = waiting.get(account) ?? []
      const index = items.indexOf(item)
      if (index < 0) return false
      items.splice(index, 1)
      if (items.length === 0) waiting.delete(account)
      return true
    },
    takeAll() {
      const all = [...waiting.values()].flat()
      waiting.clear()
      return all
    },
  }
}
