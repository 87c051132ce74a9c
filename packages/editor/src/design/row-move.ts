interface MoveKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

interface Rows {
  readonly current: number
  readonly count: number
  /** How many a page key goes on by. */
  readonly page: number
}

/** The row where a key leads in a list that knows which row is the current one; undefined for a key that leads nowhere. */
export function rowMove({ key, ctrlKey, metaKey }: MoveKey, { current, count, page }: Rows): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ...{ ArrowDown: current + 1, ArrowUp: current - 1, j: current + 1, k: current - 1 },
    ...{ PageDown: current + page, PageUp: current - page, Home: 0, End: count - 1 },
  }
  const wanted = moves[key]
  if (wanted === undefined || ctrlKey || metaKey) return undefined
  return Math.max(0, Math.min(count - 1, wanted))
}
