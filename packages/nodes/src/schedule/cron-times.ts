import { readCron } from './read-cron.ts'
import { momentOf, wallTimeAt } from './wall-time.ts'

/** The next time after one, in milliseconds since 1970. */
export function cronTimes(cron: string, timezone: string): (after: number) => number | undefined {
  if (!namesTimesOfDay(cron)) {
    const pattern = readCron(cron, timezone)
    return (after) => pattern.nextRun(new Date(Math.max(after, 0)))?.getTime()
  }
  // By the library itself, a time of day is lost where the clock is set forward over midnight, as in Nuuk.
  const pattern = readCron(cron, 'UTC')
  return (after) => {
    const least = Math.max(after, 0)
    let wall = pattern.nextRun(new Date(wallTimeAt(least, timezone)))?.getTime()
    while (wall !== undefined) {
      const at = momentOf(wall, timezone)
      if (at > least) return at
      wall = pattern.nextRun(new Date(wall))?.getTime()
    }
    return undefined
  }
}

/** Lists and ranges of hours are times of day too: only what has a wildcard or a step follows the time that passes. */
function namesTimesOfDay(cron: string): boolean {
  const written = cron.trim()
  if (written.startsWith('@')) return written.toLowerCase() !== '@hourly'
  return written
    .split(/\s+/)
    .slice(0, -3)
    .every((field) => !/[*?/]/.test(field))
}
