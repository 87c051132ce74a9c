import { assertKey, encodeValue, type ValueStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { prepareNextRevision } from '../next-revision.ts'

export const findRevisionSql =
  'SELECT revision FROM value WHERE account = ? AND space = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)'

export function preparePutValue(connection: Connection): ValueStore['put'] {
  const { prepare, write } = connection
  const nextRevision = prepareNextRevision(connection)
  const findRevision = prepare(findRevisionSql)
  const upsert = prepare(
    `INSERT INTO value (account, space, key, value, revision, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, space, key) DO UPDATE
     SET value = excluded.value, revision = excluded.revision, expires_at = excluded.expires_at`,
  )
  return async ({ account, space, key, value, expiresAt, at, expected }) => {
    assertKey(key)
    const text = encodeValue(key, value)
    return write(() => {
      if (expected !== undefined && expected !== (findRevision.get(account, space, key, at)?.revision ?? 'missing')) return 'conflict'
      const revision = nextRevision()
      upsert.run(account, space, key, text, revision, expiresAt ?? null)
      return revision
    })
  }
}
