import { folded } from '@millrace/kit'
import { z } from 'zod'

export const delimiter = z
  .string()
  .min(1)
  .max(8)
  .regex(/^[^"\r\n]*$/, { error: 'cannot hold quotes or line ends' })
  .default(',')
  .meta({ title: 'Delimiter', description: 'Between cells; `;` and tab are common too' })

export const quote = z
  .string()
  .length(1)
  .regex(/^[^\r\n,;\t]$/, { error: 'cannot be a line end or a common delimiter' })
  .default('"')
  .meta({ title: 'Quote', description: 'Around cells that hold the delimiter, the quote or a line end', ...folded })
