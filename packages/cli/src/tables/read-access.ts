import type { JsonObject } from '@millrace/engine'
import { usageError } from '../cli-error.ts'

export const allowAbout =
  'ACTION=WHO,WHO…: lets others read, create, update or delete; who is anyone, signed-in, owner or role:NAME. Together these are all the rules.'

const actions = ['read', 'create', 'update', 'delete']

/** Access rules as they are written on the command line, e.g. `read=owner,role:editor`. */
export function readAccess(given: readonly string[]): JsonObject {
  const rules: Record<string, string[]> = {}
  for (const text of given) {
    const [action = '', who = ''] = text.split('=', 2)
    if (!actions.includes(action) || who === '') {
      throw usageError(`--allow takes an action and who may, such as --allow read=owner,role:editor, not "${text}".`)
    }
    rules[action] = [...(rules[action] ?? []), ...who.split(',').map((name) => name.trim())]
  }
  return rules
}
