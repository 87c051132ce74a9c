import { parseDuration } from '@millrace/engine'
import { control } from '@millrace/kit'
import { z } from 'zod'

/** A duration as people write it, e.g. `30s` or `1h30m`. */
export function durationText() {
  return z
    .string()
    .refine((text) => parseDuration(text) !== undefined, { error: 'is not a duration: write e.g. 30s, 5m, 1h30m, 3d or PT5M' })
    .meta(control('duration'))
}

/** In milliseconds; of a text that the schema has accepted. */
export function durationMs(text: string): number {
  return parseDuration(text) ?? 0
}
