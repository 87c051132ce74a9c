import { minuteOf, minutesKeptMs } from '@millrace/store'

const hourMs = 3_600_000

/** So many slots are told at most. */
const mostSlots = 1000

export interface StatisticsWindow {
  readonly from: number
  readonly to: number
  readonly slotMs?: number
}

/** The window that is really counted: outwards to whole minutes, to whole hours where minutes are not kept any more, and to whole slots. */
export function roundWindow({ from, to, slotMs }: StatisticsWindow, now: number): StatisticsWindow {
  const grain = (at: number) => Math.max(isOld(at, now) ? hourMs : 60_000, slotMs ?? 0)
  const start = floor(from, grain(from))
  const end = Math.max(start + 60_000, -floor(-to, grain(to)))
  return { from: start, to: end, ...(slotMs !== undefined && { slotMs }) }
}

/** What is wrong with the window, if anything: one sentence with what to do. */
export function windowMistake({ from, to, slotMs }: StatisticsWindow, now: number): string | undefined {
  if (from >= to) return '"from" must be before "to".'
  if (slotMs === undefined) return undefined
  if (slotMs < 60_000 || slotMs % 60_000 !== 0) return '"step" must be a whole number of minutes, such as 5m, 1h or 1d.'
  if (slotMs > 60_000 && hourMs % slotMs !== 0 && slotMs % hourMs !== 0)
    return '"step" must divide an hour, or be whole hours: 5m, 15m, 1h, 6h, 1d.'
  if ((to - from) / slotMs > mostSlots)
    return `"step" would give more than ${mostSlots} slots: make it longer, or the time from "from" to "to" shorter.`
  if (slotMs % hourMs !== 0 && isOld(from, now))
    return '"step" must be whole hours for a time that is more than two days ago: minutes are not kept for longer.'
  return undefined
}

function isOld(at: number, now: number): boolean {
  return minuteOf(at) < now - minutesKeptMs
}

function floor(at: number, grain: number): number {
  return Math.floor(at / grain) * grain
}
