/** Values that are loaded when first asked for, once however many ask, and kept until they are deleted. */
export interface KeyedCache<Value> {
  get(key: string): Value | undefined
  /** Resolves when the value is there; somebody may have deleted it again by the time that the caller looks. */
  ensure(key: string, load: () => Promise<Value>): Promise<void>
  delete(key: string): void
  values(): Iterable<Value>
}

export function createKeyedCache<Value>(): KeyedCache<Value> {
  const values = new Map<string, Value>()
  const loading = new Map<string, Promise<void>>()
  return {
    get: (key) => values.get(key),
    async ensure(key, load) {
      if (values.has(key)) return
      const coming = loading.get(key) ?? begin()
      return coming

      function begin(): Promise<void> {
        const begun = load()
          .then((value) => void values.set(key, value))
          .finally(() => loading.delete(key))
        loading.set(key, begun)
        return begun
      }
    },
    delete: (key) => void values.delete(key),
    values: () => values.values(),
  }
}
