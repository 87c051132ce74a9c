import { decodeTextCursor, pageOf, type StoredTableToken, type TableTokenStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

const columns = 'hash, account, id, principal, roles, created_at, expires_at'

export const findTokenSql = `SELECT ${columns} FROM table_token WHERE hash = ?`
export const listTokensSql = `SELECT ${columns} FROM table_token WHERE account = ? AND id > ? ORDER BY id LIMIT ?`
export const forgetTokensSql = 'DELETE FROM table_token WHERE hash IN (SELECT hash FROM table_token WHERE expires_at < ? LIMIT ?)'

export function createSqliteTableTokens({ prepare, read, write }: Connection): TableTokenStore {
  const insert = prepare(`INSERT INTO table_token (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const findOne = prepare(findTokenSql)
  const findMany = prepare(listTokensSql)
  const remove = prepare('DELETE FROM table_token WHERE account = ? AND id = ?')
  const forgetOld = prepare(forgetTokensSql)
  return {
    async put({ hash, account, id, principal, createdAt, expiresAt = null }) {
      write(() => insert.run(hash, account, id, principal.id, JSON.stringify(principal.roles), createdAt, expiresAt))
    },
    async find(hash) {
      const row = read(() => findOne.get(hash))
      return row && tokenOf(row)
    },
    async list(account, { limit, cursor }) {
      const after = cursor === undefined ? '' : decodeTextCursor(cursor)
      return pageOf(read(() => findMany.all(account, after, limit + 1)).map(tokenOf), limit, ({ id }) => [id])
    },
    delete: async (account, id) => write(() => remove.run(account, id)).changes > 0,
    forget: async (before, limit) => Number(write(() => forgetOld.run(before, limit)).changes),
  }
}

/** The queries above give these columns, and `put` has written them. */
function tokenOf(row: unknown): StoredTableToken {
  const { hash, account, id, principal, roles, created_at, expires_at } = row as Readonly<
    Record<'hash' | 'account' | 'id' | 'roles', string> & {
      principal: string | null
      created_at: number
      expires_at: number | null
    }
  >
  return {
    hash,
    account,
    id,
    principal: { id: principal, roles: JSON.parse(roles) as readonly string[] },
    createdAt: created_at,
    ...(expires_at !== null && { expiresAt: expires_at }),
  }
}
