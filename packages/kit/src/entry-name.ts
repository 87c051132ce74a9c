import { z } from 'zod'

/** The name of a function: a part of its address. */
export const functionName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,99}$/, { error: 'must be letters, digits, "_" and "-", a letter first, e.g. quote_price' })

/** Where a page is found under its prefix: plain segments. */
export const pagePath = z
  .string()
  .regex(/^(\/[A-Za-z0-9][A-Za-z0-9._~-]{0,99}){1,5}$/, { error: 'must begin with "/" and have plain segments, e.g. /signup' })
