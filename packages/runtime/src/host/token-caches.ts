/** More are forgotten, the one that was used longest ago first: what was in it is asked for anew. */
const most = 500

/** The caches of connections. An edit gives a connection a new one. */
export function createTokenCaches(): (account: string, name: string, revision: string) => Map<string, unknown> {
  const kept = new Map<string, { readonly revision: string; readonly cache: Map<string, unknown> }>()
  return (account, name, revision) => {
    const key = JSON.stringify([account, name])
    const found = kept.get(key)
    const entry = found?.revision === revision ? found : { revision, cache: new Map<string, unknown>() }
    kept.delete(key)
    kept.set(key, entry)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return entry.cache
  }
}
