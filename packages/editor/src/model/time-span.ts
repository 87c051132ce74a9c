/** Spans up to now, as addresses of pages keep them. */
const spans: Readonly<Record<string, number>> = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
  '90d': 7_776_000_000,
}

/** When the span begins, as the API takes it; undefined for all time, and for what somebody has typed into an address. `now` in epoch milliseconds. */
export function spanStart(since: string, now: number): string | undefined {
  const span = Object.hasOwn(spans, since) ? spans[since] : undefined
  return span === undefined ? undefined : new Date(now - span).toISOString()
}
