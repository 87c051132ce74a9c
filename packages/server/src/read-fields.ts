import { addOwn } from './own-record.ts'
import { ProblemError } from './problem.ts'

export type Fields = Readonly<Record<string, string | readonly string[]>>

/** More than a form or query that people wrote will ever have. */
const mostFields = 10_000

/** The fields of a query or a form body; a key that comes twice has a list. */
export function readFields(text: string): Fields {
  const fields: Record<string, string | string[]> = {}
  if (text === '') return fields
  refuseFlood(text)
  for (const [key, value] of new URLSearchParams(text)) addOwn(fields, key, value)
  return fields
}

function refuseFlood(text: string): void {
  let count = 1
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) count++
  if (count > mostFields) throw new ProblemError('TOO_MANY_FIELDS', `There are ${count} fields, and at most ${mostFields} are read.`)
}
