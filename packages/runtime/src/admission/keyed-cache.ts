/** Values that are loaded when first asked for, once however many ask, and kept until they are deleted. */
export interface KeyedCache<Value> {
  get(key: string): Value | undefined
  /** Resolves when the value is there; somebody may have deleted it again by the time that the caller looks. */
  ensure(key: string, load: () => Promise<Value>): Promise<void>
  /** What has changed while the value was read may be in it or not: it is changed when it comes. Nothing, if it is not being loaded. */
  whenLoaded(key: string, change: (value: Value) => void): void
  delete(key: string): void
  values(): Iterable<Value>
}

interface Loading<Value> {
  readonly coming: Promise<void>
  readonly changes: ((value: Value) => void)[]
}

export function createKeyedCache<Value>(): KeyedCache<Value> {
  const values = new Map<string, Value>()
  const loading = new Map<string, Loading<Value>>()

  function begin(key: string, load: () => Promise<Value>): Loading<Value> {
    const changes: ((value: Value) => void)[] = []
    const coming = load()
      .then((value) => {
        values.set(key, value)
        for (const change of changes) change(value)
      })
      .finally(() => loading.delete(key))
    const begun = { coming, changes }
    loading.set(key, begun)
    return begun
  }

  return {
    get: (key) => values.get(key),
    async ensure(key, load) {
      if (!values.has(key)) await (loading.get(key) ?? begin(key, load)).coming
    },
    whenLoaded: (key, change) => void loading.get(key)?.changes.push(change),
    delete: (key) => void values.delete(key),
    values: () => values.values(),
  }
}
