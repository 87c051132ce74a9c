/**
 * A map whose entries come and go by the thousand a second. The values stand in an array and the map holds numbers, for this reason: when
 * V8 makes a Map's table anew, which it does after every so many deletions, the old table keeps its entries and points to the new one.
 * One old table that has reached the old generation so keeps everything alive that was ever in the later ones, up to the next major
 * collection. Measured on acknowledged webhooks, half of all garbage survived that way, and collecting it took a fifth of the time.
 */
export interface TurnoverMap<T> extends ReadonlyTurnoverMap<T> {
  set(key: string, value: T): void
  delete(key: string): void
}

export interface ReadonlyTurnoverMap<T> {
  has(key: string): boolean
  get(key: string): T | undefined
  keys(): readonly string[]
  values(): readonly T[]
}

export function createTurnoverMap<T extends object>(): TurnoverMap<T> {
  const places = new Map<string, number>()
  const values: (T | undefined)[] = []
  const free: number[] = []

  function placeFor(key: string): number {
    const place = places.get(key) ?? free.pop() ?? values.length
    places.set(key, place)
    return place
  }

  return {
    has: (key) => places.has(key),
    get(key) {
      const place = places.get(key)
      return place === undefined ? undefined : values[place]
    },
    set(key, value) {
      values[placeFor(key)] = value
    },
    delete(key) {
      const place = places.get(key)
      if (place === undefined) return
      places.delete(key)
      values[place] = undefined
      free.push(place)
    },
    keys: () => [...places.keys()],
    values: () => values.filter((value) => value !== undefined),
  }
}
