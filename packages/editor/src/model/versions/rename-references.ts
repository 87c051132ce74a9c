import { isJsonObject, type Json } from '@millrace/engine'

/** Keys of nodes as they were, and as they are. */
export type Renames = ReadonlyMap<string, string>

const reference = /\bnodes(\.|\[\s*['"])([a-z][a-z0-9_]*)/g

/** What reads the outputs of renamed nodes, as it would be written now. */
export function renameReferences<T extends Json>(value: T, renames: Renames): T
export function renameReferences(value: Json, renames: Renames): Json {
  if (renames.size === 0) return value
  if (typeof value === 'string') return value.replace(reference, (_, sign, id) => `nodes${sign}${renames.get(id) ?? id}`)
  if (Array.isArray(value)) return value.map((item) => renameReferences(item, renames))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameReferences(item, renames)]))
}
