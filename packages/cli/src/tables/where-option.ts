import { isJsonObject, type JsonObject } from '@millrace/engine'
import { usageError } from '../cli-error.ts'
import type { Options } from '../command/command.ts'

export const whereOption = {
  where: { type: 'text', value: 'JSON', about: `Conditions, such as '{"age":{"greaterThan":17}}'; docs/tables.md lists them.` },
} as const satisfies Options

/** The conditions of `--where`. */
export function readWhere(given: string | undefined): JsonObject | undefined {
  if (given === undefined) return undefined
  try {
    const where = JSON.parse(given)
    if (isJsonObject(where)) return where
  } catch (error) {
    if (error instanceof SyntaxError) throw usageError(`--where must be JSON, but is not: ${error.message}.`)
    throw error
  }
  throw usageError(`--where must be a JSON object such as '{"status":"open"}'.`)
}
