import type { JsonObject } from '@millrace/engine'
import type { ApiClient } from '../api/api-client.ts'
import type { Host } from '../host.ts'
import { confirm } from '../output/confirm.ts'
import { countOf } from '../output/problem-text.ts'
import { countRecords } from './count-records.ts'
import { readWhere } from './where-option.ts'

interface WriteWhere {
  readonly table: string
  readonly where: string | undefined
  /** Goes on without being asked. */
  readonly yes: boolean
  readonly verb: 'change' | 'delete'
  /** Left out to delete. */
  readonly changes?: JsonObject
}

/** Changes or deletes all records that fit, after asking. Says how many; undefined where nobody agreed. */
export async function writeWhere(
  client: ApiClient,
  host: Host,
  { table, where: given, yes, verb, changes }: WriteWhere,
): Promise<number | undefined> {
  const where = readWhere(given) ?? {}
  if (!yes) {
    const count = await countRecords(client, table, where)
    if (!(await confirm(`${verb === 'change' ? 'Change' : 'Delete'} ${countOf(count, 'record')} of ${table}?`, host))) return undefined
  }
  const operation = changes === undefined ? { type: 'delete-where', table, where } : { type: 'update-where', table, where, changes }
  const { items } = await client.post<{ readonly items: readonly { readonly count: number }[] }>('/table-writes', {
    operations: [operation],
  })
  return items[0]?.count ?? 0
}
