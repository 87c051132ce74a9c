import { type Figure, median } from './figure.ts'

/** What a run has measured: what `npm run bench` writes, and what the page and the picture are made of. */
export interface Report {
  readonly machine: {
    readonly node: string
    readonly arch: string
    readonly cpus: number
    readonly cpu: string
    readonly memoryGb: number
    /** The load of the quarter of an hour up to its end: more than about one process is other work beside the benches. */
    readonly loadBefore: number
  }
  readonly date: string
  readonly rounds: number
  /** By how much the limits differed at most between the start and the end of a round: 0.1 is a tenth. */
  readonly drift: number
  readonly figures: readonly Summary[]
}

/** The median of a figure. */
export interface Summary extends Figure {
  readonly rounds: number
  /** The least and the greatest of the rounds. */
  readonly range: readonly [number, number]
}

/** Above this, the figures of a run say more about what else the machine did. */
export const mostDrift = 0.15

/** The medians of the rounds, each ratio taken within its own round. */
export function summarize(rounds: readonly (readonly Figure[])[]): Summary[] {
  const withRatios = rounds.map(addRatios)
  const names = [...new Set(withRatios.flat().map(({ name }) => name))]
  return names.flatMap((name) => {
    const same = withRatios.flatMap((round) => round.filter((figure) => figure.name === name))
    const [first] = same
    return first === undefined ? [] : [summary(first, same)]
  })
}

function addRatios(round: readonly Figure[]): Figure[] {
  return round.map((figure) => {
    const limit = round.find(({ name }) => name === figure.ratioTo)
    return limit === undefined ? figure : { ...figure, ratio: figure.value / limit.value }
  })
}

function summary(first: Figure, same: readonly Figure[]): Summary {
  const values = same.map(({ value }) => value)
  const medianOf = (key: 'ratio' | 'cpuPer1000' | 'residentMb' | 'bytesEach') => {
    const known = same.flatMap((figure) => figure[key] ?? [])
    return known.length === 0 ? {} : { [key]: rounded(median(known)) }
  }
  return {
    ...first,
    value: rounded(median(values)),
    ...medianOf('ratio'),
    ...medianOf('cpuPer1000'),
    ...medianOf('residentMb'),
    ...medianOf('bytesEach'),
    rounds: same.length,
    range: [rounded(Math.min(...values)), rounded(Math.max(...values))],
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

/** By how much the same limits differ, at most. */
export function driftOf(before: readonly Figure[], after: readonly Figure[]): number {
  const shares = before.map(({ name, value }) => {
    const later = after.find((figure) => figure.name === name)?.value ?? value
    return Math.max(value, later) / Math.min(value, later) - 1
  })
  return rounded(Math.max(0, ...shares))
}
