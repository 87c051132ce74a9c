import type { Bar } from './bars.ts'

const dayMs = 86_400_000

/** Each slot is a day: it is named by its date, as it begins at the reader's midnight. */
export function isByDay(stepMs: number): boolean {
  return stepMs >= dayMs
}

/** How moments of the chart are written: with the day where there are several, and without the hour where each slot is one. */
export function timeTexts(bars: readonly Bar[], stepMs: number): (at: string) => string {
  const [from, to] = [Date.parse(bars[0]?.from ?? ''), Date.parse(bars.at(-1)?.to ?? '')]
  const format = new Intl.DateTimeFormat(undefined, optionsOf(to - from, stepMs))
  return (at) => format.format(new Date(at))
}

function optionsOf(lengthMs: number, stepMs: number): Intl.DateTimeFormatOptions {
  if (isByDay(stepMs)) return { dateStyle: 'medium' }
  if (lengthMs > 2 * dayMs) return { dateStyle: 'medium', timeStyle: 'short' }
  return { weekday: 'short', hour: 'numeric', minute: '2-digit' }
}
