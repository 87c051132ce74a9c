import type { Json, ParamMistake } from '@millrace/engine'
import { defineNode, done, FatalError, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { databaseServer } from '../sql/database-server.ts'
import { refusal } from './redis-command.ts'

const word = z.union([
  z.string(),
  z.number(),
  z.strictObject({ base64: z.base64().meta({ title: 'Base64', description: 'Bytes, written as Base64' }) }).meta({ title: 'Bytes' }),
])
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9._-]*$/, { error: 'must be the name of a command, e.g. GET' })

type Word = z.output<typeof word>

export const redisCommand = defineNode({
  type: 'redis.command',
  title: 'Redis command',
  icon: 'database',
  group: 'network',
  summary: 'Sends commands to Redis or Valkey.',
  docs: `\`command\` with \`args\` sends one and gives out its reply. \`commands\` sends many at once, each a list of its name and its arguments, and gives out the list of their replies; with \`atomic: true\` nothing of others comes in between. When one of them fails the step does, though the others have run.

Arguments are texts and numbers, sent as they are, so that nothing in them can become a command; lists and maps go through \`json.stringify\` first, and \`{ base64: … }\` sends bytes. A reply is a text, a number, null, a list or a map (HGETALL); bytes that are not UTF-8 come as \`{ base64: … }\`.

Refused are commands that wait (BLPOP and its like, XREAD with BLOCK), that change the shared connection (SUBSCRIBE, SELECT, MULTI and others) and those for administrators (CONFIG, SHUTDOWN, ACL, FLUSHALL and others). EVAL is allowed: what comes in belongs into its KEYS and ARGV, never into the script.`,
  params: z.strictObject({
    connection: z.string().min(1).meta({ title: 'Connection', description: 'Of type `redis`' }),
    command: name.optional().meta({ title: 'Command', description: 'Its name, taken as it is written, e.g. `GET`' }),
    args: z.array(word).default([]).meta({ title: 'Args', description: 'Its arguments, in their order' }),
    commands: z
      .array(z.array(word).min(1))
      .min(1)
      .max(10_000)
      .optional()
      .meta({ title: 'Commands', description: 'Several, each with its name first' }),
    atomic: z.boolean().default(false).meta({ title: 'Atomic', description: 'Run all commands with nothing in between' }),
  }),
  literalParams: ['command'],
  connections: ['redis'],
  output: jsonValue(),
  effects: 'external',
  effectsOf: ({ command }) => (typeof command === 'string' && readers.has(command.toUpperCase()) ? 'read' : 'external'),
  check: checkCommands,
  errors: [
    { code: 'REDIS_FAILED', when: 'The server refuses a command; `error.details` has what it says. A retry does not help.' },
    { code: 'REDIS_REFUSED', when: 'The server refuses the login, or its certificate is not to be trusted. A retry does not help.' },
    { code: 'REDIS_CONNECTION', when: 'The server cannot be reached or is busy, or the connection broke. A retry may help.' },
  ],
  examples: [
    {
      name: 'read a key',
      with: { connection: 'cache', command: 'GET', args: ['user:{{ input.id }}'] },
      input: { id: 7 },
      needs: 'a Redis server',
    },
    {
      name: 'count, for a day',
      with: {
        connection: 'cache',
        commands: [
          ['INCR', 'hits:{{ input.page }}'],
          ['EXPIRE', 'hits:{{ input.page }}', 86_400],
        ],
        atomic: true,
      },
      input: { page: 'home' },
      needs: 'a Redis server',
    },
  ],
  async run(context) {
    const { params, clients, signal } = context
    refuseMistakes(params)
    const isOne = params.command !== undefined
    const commands: readonly (readonly Word[])[] = isOne ? [[params.command ?? '', ...params.args]] : (params.commands ?? [])
    const server = await databaseServer(params.connection, context)
    const { openRedis, plainReply, redisError } = await import('./redis-client.ts')
    try {
      const client = await clients.share(server.key, async () => {
        const opened = await openRedis(server)
        return { client: opened, close: () => opened.close() }
      })
      const sent = client.send(
        commands.map((words) => words.map(bytesOf)),
        params.atomic ? 'atomic' : 'pipeline',
      )
      const replies = await orAborted(sent, signal)
      const bad = replies.findIndex((reply) => reply instanceof Error)
      if (bad !== -1) throw redisError(replies[bad], server, String(commands[bad]?.[0]))
      const plain: readonly Json[] = replies.map(plainReply)
      return done(isOne ? (plain[0] ?? null) : plain)
    } catch (error) {
      signal.throwIfAborted()
      throw redisError(error, server)
    }
  },
})

const readers: ReadonlySet<string> = new Set([
  ...['GET', 'MGET', 'EXISTS', 'TTL', 'PTTL', 'TYPE', 'STRLEN', 'GETRANGE', 'KEYS', 'SCAN', 'DBSIZE', 'PING', 'TIME', 'BITCOUNT', 'GETBIT'],
  ...[
    'HGET',
    'HMGET',
    'HGETALL',
    'HKEYS',
    'HVALS',
    'HLEN',
    'HEXISTS',
    'HSCAN',
    'LRANGE',
    'LLEN',
    'LINDEX',
    'SMEMBERS',
    'SISMEMBER',
    'SCARD',
  ],
  ...['SSCAN', 'ZRANGE', 'ZSCORE', 'ZCARD', 'ZCOUNT', 'ZRANK', 'ZSCAN', 'XRANGE', 'XLEN', 'XREAD', 'GEOPOS', 'GEODIST', 'PFCOUNT'],
])

function checkCommands({ command, args, commands }: Readonly<Record<string, unknown>>): readonly ParamMistake[] {
  if ((command === undefined) === (commands === undefined))
    return [{ path: ['command'], message: 'must be given, or commands: one of the two.' }]
  const all: readonly unknown[] =
    commands === undefined ? [[command, ...(Array.isArray(args) ? args : [])]] : Array.isArray(commands) ? commands : []
  return all.flatMap((words, index) => {
    const message = Array.isArray(words) ? refusal(words) : undefined
    return message === undefined ? [] : [{ path: commands === undefined ? ['command'] : ['commands', index, 0], message: `${message}.` }]
  })
}

/** Once more: names of commands may come of expressions. */
function refuseMistakes(params: Readonly<Record<string, unknown>>): void {
  const [first] = checkCommands(params)
  if (first) throw new FatalError(`"${first.path.join('.')}": ${first.message}`, { code: 'BAD_PARAMS' })
}

function bytesOf(value: Word): string | Buffer {
  if (typeof value === 'object') return Buffer.from(value.base64, 'base64')
  return String(value)
}

/** A command that was sent cannot be taken back; only nobody waits for it any longer. */
function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
