import type { z } from 'zod'

export type ParsedOutside<Value> =
  | { readonly success: true; readonly data: Value }
  | { readonly success: false; readonly issues: readonly z.core.$ZodIssue[] }

/**
 * Parses what comes from outside, and never throws for it. Zod measures whatever has a `length`, even where a text was wanted and a map
 * came; of a map whose `length` is a map that cannot become a number, `safeParse` throws instead of refusing.
 */
export function parseOutside<Schema extends z.ZodType>(schema: Schema, value: unknown): ParsedOutside<z.output<Schema>> {
  try {
    const parsed = schema.safeParse(value)
    return parsed.success ? { success: true, data: parsed.data } : { success: false, issues: parsed.error.issues }
  } catch (error) {
    if (!(error instanceof TypeError) || !error.message.includes('primitive value')) throw error
    const message = 'it holds a map whose "length" cannot be compared'
    return { success: false, issues: [{ code: 'custom', path: [], message, input: undefined }] }
  }
}
