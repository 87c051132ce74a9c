/** What ended in one slot of time, by how it ended. */
export interface Bar {
  readonly from: string
  readonly to: string
  readonly success: number
  /** Failed, timed out or crashed. */
  readonly failed: number
  readonly canceled: number
}

export interface Chart {
  readonly bars: readonly Bar[]
  /** How far the axis reaches up, and down, where failures stand. Round numbers. */
  readonly up: number
  readonly down: number
}

/** Times in ISO 8601. */
interface Slot {
  readonly from: string
  readonly to: string
  readonly byStatus: { readonly [status: string]: number }
}

interface Window {
  readonly from: string
  readonly to: string
  readonly slots?: readonly Slot[] | undefined
}

/**
 * Successes and what was canceled above the line, failures below it: they are told apart without their colours. The API leaves out slots in
 * which nothing ended; here they stand too, for time to be even. By the clock of a time zone it tells them all, for a day may be longer.
 */
export function chartOf(window: Window, stepMs: number): Chart {
  const bars = isByClock(stepMs) ? (window.slots ?? []).map(barOfSlot) : evenBars(window, stepMs)
  const highest = Math.max(0, ...bars.map(({ success, canceled }) => success + canceled))
  const lowest = Math.max(0, ...bars.map(({ failed }) => failed))
  return { bars, up: highest === 0 && lowest > 0 ? 0 : roundUp(highest), down: lowest === 0 ? 0 : roundUp(lowest) }
}

/** Longer slots begin where the reader's clock says so, days at midnight. */
export function isByClock(stepMs: number): boolean {
  return stepMs > 3_600_000
}

function evenBars({ from, to, slots = [] }: Window, stepMs: number): readonly Bar[] {
  const known = new Map(slots.map((slot) => [Date.parse(slot.from), slot.byStatus]))
  const end = Date.parse(to)
  const bars: Bar[] = []
  for (let at = Math.floor(Date.parse(from) / stepMs) * stepMs; at < end; at += stepMs)
    bars.push(barOf(at, at + stepMs, known.get(at) ?? {}))
  return bars
}

function barOfSlot({ from, to, byStatus }: Slot): Bar {
  return barOf(Date.parse(from), Date.parse(to), byStatus)
}

function barOf(from: number, to: number, byStatus: Slot['byStatus']): Bar {
  const { success = 0, canceled = 0 } = byStatus
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), success, failed: failuresIn(byStatus), canceled }
}

export function failuresIn({ failed = 0, timed_out = 0, crashed = 0 }: { readonly [status: string]: number }): number {
  return failed + timed_out + crashed
}

export function sumOf(counts: { readonly [status: string]: number }): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** The next of 1, 2, 5, 10, 20, 50 and so on. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  return unit * ([1, 2, 5].find((step) => value <= unit * step) ?? 10)
}
