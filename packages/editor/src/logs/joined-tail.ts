interface Timed {
  readonly at: string
}

/** What was read with what has come since, each once and as it was told last, the newest first. What took long to come belongs further down. */
export function joinedTail<Item extends Timed>(
  fresh: readonly Item[],
  read: readonly Item[],
  idOf: (item: Item) => string,
): readonly Item[] {
  if (fresh.length === 0) return read
  const newest = new Map(fresh.map((item) => [idOf(item), item]))
  const known = new Set(read.map(idOf))
  const current = read.map((item) => newest.get(idOf(item)) ?? item)
  const added = fresh.filter((item) => !known.has(idOf(item)))
  return added.length === 0 ? current : [...added, ...current].sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
}

/** What has come, the newest first, after these have come in their order; of what is told again the last counts, in its place. */
export function withNews<Item>(fresh: readonly Item[], told: readonly Item[], idOf: (item: Item) => string): readonly Item[] {
  const news = new Map(told.map((item) => [idOf(item), item]))
  const kept = fresh.map((item) => news.get(idOf(item)) ?? item)
  for (const item of fresh) news.delete(idOf(item))
  return [...[...news.values()].reverse(), ...kept]
}

/** What had come before the list was read anew, without what that holds: it knows better what has become of it. What came meanwhile stays. */
export function withoutRead<Item>(
  fresh: readonly Item[],
  before: readonly Item[],
  read: readonly Item[],
  idOf: (item: Item) => string,
): readonly Item[] {
  const known = new Set(before)
  const held = new Set(read.map(idOf))
  return fresh.filter((item) => !known.has(item) || !held.has(idOf(item)))
}

/** How many of them the page does not show. */
export function heldBack<Item>(fresh: readonly Item[], items: readonly Item[], idOf: (item: Item) => string): number {
  if (fresh.length === 0) return 0
  const shown = new Set(items.map(idOf))
  return fresh.filter((item) => !shown.has(idOf(item))).length
}
