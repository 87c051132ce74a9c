import { z } from 'zod'

/** Header names and values that may be sent: a line break in one would smuggle in another header. */
const namePattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const valuePattern = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

const name = z.string().regex(namePattern, { error: 'is not a header name: use letters, digits and "-"' })
const text = z.string().regex(valuePattern, { error: 'cannot stand in a header: leave out line breaks and characters beyond Latin-1' })
const value = z.union([text, z.number(), z.boolean(), z.null()])

/** A map of headers; a value of `null` leaves the header out. */
export const headerMap = z
  .record(name, value)
  .transform(
    (headers): Readonly<Record<string, string>> =>
      Object.fromEntries(Object.entries(headers).flatMap(([key, one]) => (one === null ? [] : [[key.toLowerCase(), `${one}`.trim()]]))),
  )
