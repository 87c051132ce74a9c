import { isJsonObject, type Json } from '@millrace/engine'

/** Whether a trigger or a node of a workflow names this table. What an expression will name is not known before it runs. */
export function namesTable(part: Json, table: string): boolean {
  if (Array.isArray(part)) return part.some((one) => namesTable(one, table))
  if (!isJsonObject(part)) return false
  const { type, with: params } = part
  const isOfTables = type === 'table' || (typeof type === 'string' && type.startsWith('table.'))
  if (isOfTables && isJsonObject(params) && params.table === table) return true
  return Object.values(part).some((one) => namesTable(one, table))
}
