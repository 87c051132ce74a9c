import { durationText } from './duration-text.ts'

/** Made once: making it costs a hundred times what using it does. */
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** How long ago, or in how long, in one unit: `now`, `12 s ago`, `3 min ago`, `in 2 h`; the day where it is more than a week away. */
export function relativeText(at: number, now: number): string {
  const away = Math.abs(now - at)
  if (away < 5000) return 'now'
  if (away > 7 * 86_400_000) return day.format(at)
  const [large, unit] = durationText(roundedDown(away)).split(' ')
  return at < now ? `${large} ${unit} ago` : `in ${large} ${unit}`
}

/** Whole units only: 89 s is `1 min`, not `1 min 29 s`. */
function roundedDown(ms: number): number {
  const unit = [86_400_000, 3_600_000, 60_000, 1000].find((one) => ms >= one) ?? 1
  return Math.floor(ms / unit) * unit
}
