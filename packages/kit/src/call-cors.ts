import { parseDuration } from '@millrace/engine'
import { z } from 'zod'
import { control } from './control.ts'

const origin = z.union([
  z.literal('*'),
  z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
    error: 'is not an origin: write e.g. https://shop.example.com, without a path or a slash at the end',
  }),
])

const header = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, { error: 'is not the name of a header' })

/** Which pages of other sites may call from a browser. Shared by the trigger type, which documents it, and the server, which answers. */
export const callCors = z.strictObject({
  origins: z
    .array(origin)
    .min(1)
    .max(50)
    .meta({ title: 'Origins', description: 'E.g. `https://shop.example.com`; `*` is every page there is' }),
  headers: z
    .array(header)
    .max(50)
    .default(['content-type'])
    .meta({ title: 'Headers', description: 'Those that a page may send beside the usual ones' }),
  maxAge: z
    .string()
    .refine((text) => (parseDuration(text) ?? -1) >= 0 && (parseDuration(text) ?? 0) <= 86_400_000, {
      error: 'must be a duration of at most 24h, e.g. 10m',
    })
    .default('10m')
    .transform((text) => Math.floor((parseDuration(text) ?? 0) / 1000))
    .meta({ title: 'Max age', description: 'For how long a browser may remember the answer', ...control('duration') }),
})

/** `maxAge` in seconds. */
export type CallCors = z.output<typeof callCors>
