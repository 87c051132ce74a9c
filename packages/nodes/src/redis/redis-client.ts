import type { Json } from '@millrace/engine'
import { FatalError, RetryableError } from '@millrace/kit'
import { createClient, ErrorReply, RESP_TYPES } from '@redis/client'
import type { DatabaseServer } from '../sql/database-server.ts'

export interface RedisClient {
  /** Sent together; the replies in the same order. An error that one of them gets is in its place. */
  send(commands: readonly Words[], mode: 'pipeline' | 'atomic'): Promise<readonly unknown[]>
  close(): Promise<void>
}

export type Words = readonly (string | Buffer)[]

/** One connection for all steps: Redis answers in the order in which it is asked. */
export async function openRedis(server: DatabaseServer): Promise<RedisClient> {
  const { host, address, port, user, password, database, isEncrypted, ca } = server
  let hasBeenReady = false
  const client = createClient({
    ...(user !== '' && { username: user }),
    ...(password !== '' && { password }),
    database: Number(database),
    socket: {
      ...{ host: address, port, connectTimeout: 20_000 },
      ...(isEncrypted && { tls: true as const, ...(host !== address && { servername: host }), ...(ca !== undefined && { ca }) }),
      // While it is lost steps fail, and may be retried; the next finds it again. The first time it must simply work.
      reconnectStrategy: (retries) => (hasBeenReady ? Math.min(50 * 2 ** retries, 5000) : false),
    },
    disableOfflineQueue: true,
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.DOUBLE]: Number, [RESP_TYPES.BIG_NUMBER]: String } },
  })
  // What breaks rejects the commands under way; without a listener it would end the process as well.
  client.on('error', () => undefined)
  client.on('ready', () => {
    hasBeenReady = true
  })
  await client.connect()
  return {
    async send(commands, mode) {
      if (mode === 'pipeline') return Promise.all(commands.map((words) => client.sendCommand([...words]).catch(replyOf)))
      const multi = client.multi()
      for (const words of commands) multi.addCommand([...words])
      return multi.exec()
    },
    async close() {
      if (client.isOpen) client.destroy()
    },
  }
}

/** What the server says of one command belongs to that command; anything else is the connection's. */
function replyOf(error: unknown): unknown {
  if (error instanceof ErrorReply) return error
  throw error
}

/** JSON of a reply: bytes that are no UTF-8 come as `{ base64 }`. */
export function plainReply(reply: unknown): Json {
  if (reply instanceof Uint8Array) return textOf(Buffer.from(reply))
  if (Array.isArray(reply)) return reply.map(plainReply)
  if (typeof reply === 'number') return Number.isFinite(reply) ? reply : String(reply)
  if (reply === null || typeof reply === 'boolean' || typeof reply === 'string') return reply
  if (reply instanceof Map || reply instanceof Set) return [...reply].map(plainReply)
  if (typeof reply === 'object' && !(reply instanceof Error))
    return Object.fromEntries(Object.entries(reply).map(([key, value]) => [key, plainReply(value)]))
  return String(reply)
}

function textOf(bytes: Buffer): Json {
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : { base64: bytes.toString('base64') }
}

/** What Redis says begins with a word in capitals. */
export function redisError(error: unknown, { host, port }: DatabaseServer, name = 'the commands'): unknown {
  if (!(error instanceof Error) || error instanceof FatalError || error instanceof RetryableError) return error
  const [word = ''] = /^[A-Z]{2,}/.exec(error.message) ?? []
  const about = { details: { code: word || null, message: error.message }, cause: error }
  if (/^(WRONGPASS|NOAUTH|NOPERM|DENIED)$/.test(word) || /AUTH .*password|invalid DB index|DB index is out of range/i.test(error.message)) {
    return new FatalError(`${host} refuses: ${error.message}. Check the connection.`, { code: 'REDIS_REFUSED', ...about })
  }
  if (/CERT|ERR_TLS|ERR_SSL|UNABLE_TO/.test('code' in error ? String(error.code) : '')) {
    return new FatalError(`There is no trusted encryption with ${host}: ${error.message}. Check "security" and "ca" of the connection.`, {
      code: 'REDIS_REFUSED',
      ...about,
    })
  }
  if (error instanceof ErrorReply && !/^(BUSY|LOADING|TRYAGAIN|CLUSTERDOWN|MASTERDOWN|OOM|READONLY)$/.test(word)) {
    return new FatalError(`Redis refuses ${name}: ${error.message}.`, { code: 'REDIS_FAILED', ...about })
  }
  return new RetryableError(`${host}:${port} cannot be reached, or the connection broke: ${error.message}.`, {
    code: 'REDIS_CONNECTION',
    ...about,
  })
}
