import { type Json, nearestWord } from '@millrace/engine'
import type { ApiConnectionType } from '../api/api-types.ts'
import { usageError } from '../cli-error.ts'

/** The values of a type in one line: `user password* [port]`. */
export function fieldsText({ schema, secretFields }: ApiConnectionType): string {
  const required = schema.required ?? []
  return Object.keys(schema.properties)
    .map((name) => (secretFields.includes(name) ? `${name}*` : name))
    .map((text) => (required.includes(text.replace('*', '')) ? text : `[${text}]`))
    .join(' ')
}

/** Reads `--value name=value` as the type wants it: a list with commas between, numbers, true and false, else text. */
export function parseFields(type: ApiConnectionType, given: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    given.map((pair): [string, Json] => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
      if (name === undefined || value === undefined) throw usageError(`--value is written name=value, not "${pair}".`)
      const field = type.schema.properties[assertField(type, name)]
      if (type.secretFields.includes(name)) {
        throw usageError(
          `${name} is a secret, and arguments stay in the shell's history: leave it out to be asked, or give --secret-from-file ${name}=FILE.`,
        )
      }
      return [name, typed(name, value, field?.type)]
    }),
  )
}

/** The name, if the type has it. */
export function assertField({ type, schema }: ApiConnectionType, name: string): string {
  const names = Object.keys(schema.properties)
  if (names.includes(name)) return name
  const near = nearestWord(name, names)
  throw usageError(`${type} has no value "${name}". ${near === undefined ? `It has ${names.join(', ')}.` : `Did you mean ${near}?`}`)
}

function typed(name: string, text: string, type: string | undefined): Json {
  if (type === 'array') return text.split(',').map((part) => part.trim())
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  if (type !== 'integer' && type !== 'number') return text
  if (text.trim() === '' || !Number.isFinite(Number(text))) throw usageError(`${name} must be a number, not "${text}".`)
  return Number(text)
}
