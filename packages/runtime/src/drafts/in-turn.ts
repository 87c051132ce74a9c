/** Work of one key is done one after the other, in the order of the calls; that of others does not wait for it. */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>

export function createInTurn(): InTurn {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const before = last.get(key) ?? Promise.resolve()
    const done = before.then(work, work)
    const settled = done.then(forget, forget)
    last.set(key, settled)
    return done

    function forget(): void {
      if (last.get(key) === settled) last.delete(key)
    }
  }
}
