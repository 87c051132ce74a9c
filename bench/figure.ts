/** One measured number, with what it is to be judged by. */
export interface Figure {
  /** Stable: other figures' `ratioTo` names it. */
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly target?: Target
  /** The figure of the same run that this one is divided by: a machine's limits matter more than its name. */
  readonly ratioTo?: string
  readonly ratio?: number
  /** What was on disk before it counted: nothing (D0), handed to the system (D1), synced (D2). */
  readonly durability?: 'D0' | 'D1' | 'D2'
  /** CPU time of the process that is measured, in seconds for 1,000 executions: other work on the machine hardly changes it. */
  readonly cpuPer1000?: number
  /** Resident memory of that process afterwards, in MB. */
  readonly residentMb?: number
  /** Bytes it has handed to the disk for each execution. */
  readonly bytesEach?: number
  /** A probe of the machine, by which the others are judged. */
  readonly isLimit?: true
  /** One sentence: what was done, and what more or less of it means. */
  readonly meaning: string
}

/** Of the value, or of its ratio to the limit. */
export type Target = { readonly of: 'value' | 'ratio' } & ({ readonly atLeast: number } | { readonly atMost: number })

/** How far it is: 1 reaches the target, 2 is twice as good. Undefined without a target. */
export function reachedShare({ target, value, ratio }: Figure): number | undefined {
  if (target === undefined) return undefined
  const judged = target.of === 'ratio' ? ratio : value
  if (judged === undefined) return undefined
  return 'atLeast' in target ? judged / target.atLeast : target.atMost / judged
}

export function targetText({ target, unit }: Figure): string {
  if (target === undefined) return ''
  const reach = 'atLeast' in target ? `≥ ${shownNumber(target.atLeast)}` : `≤ ${shownNumber(target.atMost)}`
  return target.of === 'ratio' ? `${reach} ×` : `${reach} ${unit}`
}

export function shownNumber(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(value >= 10 ? 3 : 2)))
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** What stands at this share of the way from the least to the greatest. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
}
