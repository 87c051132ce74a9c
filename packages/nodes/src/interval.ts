import { parseDuration } from '@millrace/engine'
import { control } from '@millrace/kit'
import { z } from 'zod'

/** How long passes between two rounds of a loop. */
export const interval = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, {
    error: 'is no duration. Write 500ms, 5s, 1h30m, 3d or PT5M',
  })
  .meta(control('duration'))
