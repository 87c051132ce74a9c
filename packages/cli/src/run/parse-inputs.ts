import type { Json, JsonObject, Workflow } from '@millrace/engine'
import { usageError } from '../cli-error.ts'

/** Reads `--input name=value`: JSON where it is JSON, else text; always text for an input of type string. */
export function parseInputs({ inputs = {} }: Workflow, given: readonly string[]): JsonObject {
  return Object.fromEntries(
    given.map((pair): [string, Json] => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
      if (name === undefined || value === undefined) throw usageError(`--input is written name=value, not "${pair}".`)
      return [name, inputs[name]?.type === 'string' ? value : jsonOrText(value)]
    }),
  )
}

function jsonOrText(value: string): Json {
  try {
    return JSON.parse(value)
  } catch {
    // Not JSON, so it is meant as it stands: `--input name=Ada`.
    return value
  }
}
