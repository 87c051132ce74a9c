import { control } from '@millrace/kit'
import { IANAZone } from 'luxon'
import { z } from 'zod'

/** `Europe/Berlin`, `UTC`, or a fixed offset such as `+02:00`. Never the machine's own zone. */
export const timezone = z
  .string()
  .max(64)
  .refine((name) => zoneName(name) !== undefined, {
    error: 'is not a time zone: write a name such as Europe/Berlin, UTC, or an offset such as +02:00',
  })
  .transform((name) => zoneName(name) ?? 'UTC')
  .meta(control('time-zone'))

/** As luxon calls it. `local` and `system` would be the machine's. */
function zoneName(name: string): string | undefined {
  if (/^(utc|z)$/i.test(name)) return 'UTC'
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(name) ?? []
  if (hours !== undefined) return Number(hours) <= 14 && Number(minutes) < 60 ? `UTC${sign}${Number(hours)}:${minutes}` : undefined
  return name.includes('/') && IANAZone.isValidZone(name) ? name : undefined
}
