import { Cron } from 'croner'

/** Throws where it is no cron expression. */
export function readCron(cron: string, timezone: string): Cron {
  // Lists and ranges of hours are times of day too: only what has a wildcard or a step follows the time that passes.
  return new Cron(cron, { timezone, mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard' })
}
