/** A duration of one unit, which a number and a choice can show. */
export interface SimpleDuration {
  readonly count: number
  readonly unit: DurationUnit
}

export type DurationUnit = 'ms' | 's' | 'm' | 'h' | 'd'

/** Of `30s` or `1.5h`; undefined for whatever is more than that, as `1h30m` or an expression. */
export function readSimpleDuration(text: string): SimpleDuration | undefined {
  const [, count, unit] = /^(\d{1,12}(?:\.\d{1,6})?)(ms|[smhd])$/.exec(text) ?? []
  return count === undefined ? undefined : { count: Number(count), unit: unit as DurationUnit } // One of those in the pattern.
}

export function writeSimpleDuration({ count, unit }: SimpleDuration): string {
  return `${count}${unit}`
}

/** Whether a parameter is a duration: its schema is a text, but its description says so, or shows one. */
export function describesDuration(description: string): boolean {
  return /\bdurations?\b|`\d+(?:ms|[smhd])(?:\d+(?:ms|[smhd]))*`/.test(description)
}
