import { parseDuration } from '@millrace/engine'
import { usageError } from '../cli-error.ts'

/** The time of `--ttl` in milliseconds. */
export function readTtl(given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const ms = parseDuration(given)
  if (ms === undefined || ms < 1) throw usageError(`--ttl must be a duration such as 90s, 2h or 30d, not "${given}".`)
  return ms
}
