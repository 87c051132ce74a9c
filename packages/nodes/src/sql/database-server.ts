import { FatalError, type NodeContext, RetryableError } from '@millrace/kit'

/** Where a database is and who asks it, with the address that was checked. */
export interface DatabaseServer {
  /** Tells pools apart: another address or an edited connection needs another pool. */
  readonly key: string
  /** What its user calls it. */
  readonly host: string
  readonly address: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  readonly isEncrypted: boolean
  readonly ca: string | undefined
}

/** The address is looked up and checked for every step; sockets go to it, and the name to TLS alone. */
export async function databaseServer(name: string, { connections, resolveHost }: NodeContext<unknown>): Promise<DatabaseServer> {
  const { values, revision } = await connections.open(name)
  const { host, port, user = '', password = '', database = '', security, ca } = values
  const { address } = await resolveHost(String(host), Number(port))
  return {
    key: JSON.stringify([name, revision, address]),
    host: String(host),
    address,
    port: Number(port),
    user: String(user),
    password: String(password),
    database: String(database),
    isEncrypted: security !== 'none',
    ca: typeof ca === 'string' ? ca : undefined,
  }
}

/** What sockets and TLS say when there is no connection, or none any more; undefined for what the server itself has said. */
export function connectionError(error: Error, { host, port }: Pick<DatabaseServer, 'host' | 'port'>): Error | undefined {
  const code = 'code' in error ? String(error.code) : ''
  const details = { reason: error.message }
  if (/CERT|^ERR_TLS|^ERR_SSL|^UNABLE_TO|^HANDSHAKE_/.test(code) || /not support (SSL|secure)/i.test(error.message)) {
    return new FatalError(`There is no trusted encryption with ${host}: ${error.message}. Check "security" and "ca" of the connection.`, {
      code: 'SQL_REFUSED',
      details,
      cause: error,
    })
  }
  const isLost =
    /^E[A-Z]+$|^PROTOCOL_|^POOL_/.test(code) ||
    /connection (terminated|timeout|closed|lost)|closed state|timeout exceeded/i.test(error.message)
  if (!isLost) return undefined
  return new RetryableError(`${host}:${port} cannot be reached, or the connection broke: ${error.message}.`, {
    code: 'SQL_CONNECTION',
    details,
    cause: error,
  })
}
