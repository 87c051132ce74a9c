import { Cron } from 'croner'

/** Throws where it is no cron expression. */
export function readCron(cron: string, timezone: string): Cron {
  const { length } = cron.trim().split(/\s+/)
  // The library's own words for this tell of a seventh field, which is not taken here.
  if (!cron.trim().startsWith('@') && length !== 5 && length !== 6)
    throw new TypeError('it has five fields (minute, hour, day of the month, month, day of the week), or six with the second in front')
  return new Cron(cron, { timezone, mode: '5-or-6-parts' })
}
