import { parseDuration } from '@millrace/engine'
import { z } from 'zod'
import { control } from './control.ts'

const longestMs = 86_400_000

/** How many calls an address takes within a time. Shared by the trigger types, which document it, and the server, which counts. */
export const callRate = z
  .strictObject({
    limit: z.int().min(1).max(100_000).meta({ title: 'Limit', description: 'So many calls' }),
    per: z
      .string()
      .refine((text) => (parseDuration(text) ?? 0) >= 1000 && (parseDuration(text) ?? 0) <= longestMs, {
        error: 'must be a duration from 1s to 24h, e.g. 1m',
      })
      .meta({ title: 'Per', description: 'Within so long, e.g. `1m`', ...control('duration') }),
  })
  .transform(({ limit, per }) => ({ limit, perMs: parseDuration(per) ?? 0 }))

export type CallRate = z.output<typeof callRate>
