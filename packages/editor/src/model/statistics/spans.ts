/** A stretch of time up to now, and into what slots it is cut for a chart. */
export interface Span {
  /** How long it is, as the API takes it. */
  readonly value: string
  readonly name: string
  /** As the API takes it. */
  readonly step: string
  readonly stepMs: number
}

const hourMs = 3_600_000

export const spans = [
  { value: '1h', name: 'Last hour', step: '1m', stepMs: 60_000 },
  { value: '24h', name: 'Last 24 hours', step: '30m', stepMs: hourMs / 2 },
  { value: '7d', name: 'Last 7 days', step: '4h', stepMs: 4 * hourMs },
  { value: '30d', name: 'Last 30 days', step: '1d', stepMs: 24 * hourMs },
  { value: '90d', name: 'Last 90 days', step: '1d', stepMs: 24 * hourMs },
] as const satisfies readonly Span[]

const usual: Span = spans[1]

export function spanOf(value: string | null): Span {
  return spans.find((span) => span.value === value) ?? usual
}
