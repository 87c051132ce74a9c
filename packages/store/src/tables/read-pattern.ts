import { compileLinearPattern, type Json } from '@millrace/engine'
import type { Test } from './condition.ts'
import { invalidQuery } from './query-mistake.ts'

/** A regular expression that runs in linear time, with the options `i`, `m` and `s`. */
export function readPattern(what: string, pattern: string, options: Json | undefined): Test {
  const flags = options ?? ''
  if (typeof flags !== 'string' || !/^[ims]*$/.test(flags)) throw invalidQuery(`the options of ${what} are letters of i, m and s`)
  const unique = [...new Set(flags)].join('')
  try {
    compileLinearPattern(pattern, unique)
  } catch (cause) {
    throw invalidQuery(`the regular expression of ${what} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  return { type: 'matches', pattern, flags: unique }
}
