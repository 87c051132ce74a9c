import { parseSize } from '@millrace/engine'
import { z } from 'zod'
import { control } from './control.ts'

/** A size as people write it, `500kB` or `2MiB`, or a number of bytes; in bytes once it is parsed. */
export function byteSize() {
  return z
    .union([
      z.int().min(1),
      z.string().refine((text) => parseSize(text) !== undefined, { error: 'is not a size: write e.g. 500kB or 2MiB' }),
    ])
    .transform((given) => (typeof given === 'number' ? given : (parseSize(given) ?? 0)))
    .meta(control('bytes'))
}
