import type { JsonObject } from '@millrace/engine'
import { usageError } from '../cli-error.ts'
import type { GivenOption } from '../command/command.ts'
import { readAccess } from './read-access.ts'
import { readColumn, readColumnSettings } from './read-column.ts'

/** The changes of `table change`, in the order given; the lock and the rules come last. */
export function readChanges(
  given: readonly GivenOption[],
  {
    lock,
    unlock,
    allow,
    close,
  }: { readonly lock: boolean; readonly unlock: boolean; readonly allow: readonly string[]; readonly close: boolean },
): JsonObject[] {
  if (lock && unlock) throw usageError('--lock and --unlock cannot both be.')
  if (close && allow.length > 0) throw usageError('--allow and --close cannot both be.')
  const changes = given.flatMap((option) => readChange(option))
  if (lock) changes.push({ type: 'lock' })
  if (unlock) changes.push({ type: 'unlock' })
  if (allow.length > 0) changes.push({ type: 'access', access: readAccess(allow) })
  if (close) changes.push({ type: 'access', access: null })
  if (changes.length === 0) throw usageError('What shall change? See the options of "millrace table change --help".')
  return changes
}

function readChange({ name, value }: GivenOption): JsonObject[] {
  switch (name) {
    case 'add':
      return [{ type: 'add', column: readColumn(value) }]
    case 'drop':
      return [{ type: 'remove', column: value }]
    case 'rename': {
      const [column, to] = readPair(name, value)
      return [{ type: 'rename', column, to }]
    }
    case 'retype': {
      const [column, type] = readPair(name, value)
      const [to = '', table] = type.split(':')
      return [{ type: 'retype', column, to, ...(table !== undefined && { table }) }]
    }
    case 'set':
      return [readColumnSettings(value)]
    case 'rename-table':
      return [{ type: 'rename-table', to: value }]
    default:
      return []
  }
}

function readPair(name: string, value: string): readonly [string, string] {
  const [, left, right] = /^([^=]+)=(.+)$/.exec(value) ?? []
  if (left === undefined || right === undefined)
    throw usageError(`--${name} takes two names, such as --${name} age=${name === 'retype' ? 'number' : 'years'}.`)
  return [left, right]
}
