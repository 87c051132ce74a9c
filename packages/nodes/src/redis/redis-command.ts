/** What a step may not send, and why: the connection is shared by steps, and it may reach more than one program's data. */
const refused: Readonly<Record<string, readonly string[]>> = {
  'it waits, and would hold up every other step of this connection': [
    ...['BLPOP', 'BRPOP', 'BLMOVE', 'BRPOPLPUSH', 'BLMPOP', 'BZPOPMIN', 'BZPOPMAX', 'BZMPOP', 'WAIT', 'WAITAOF'],
  ],
  'it changes what the connection is, which is shared by steps': [
    ...[
      'SUBSCRIBE',
      'PSUBSCRIBE',
      'SSUBSCRIBE',
      'UNSUBSCRIBE',
      'PUNSUBSCRIBE',
      'SUNSUBSCRIBE',
      'MONITOR',
      'SELECT',
      'AUTH',
      'HELLO',
      'RESET',
      'QUIT',
    ],
    ...['CLIENT', 'READONLY', 'READWRITE', 'ASKING', 'WATCH', 'UNWATCH', 'MULTI', 'EXEC', 'DISCARD'],
  ],
  'it is for the administration of the server': [
    ...[
      'CONFIG',
      'SHUTDOWN',
      'DEBUG',
      'REPLICAOF',
      'SLAVEOF',
      'MODULE',
      'ACL',
      'CLUSTER',
      'FAILOVER',
      'SENTINEL',
      'MIGRATE',
      'SYNC',
      'PSYNC',
    ],
    ...[
      'REPLCONF',
      'SAVE',
      'BGSAVE',
      'BGREWRITEAOF',
      'LATENCY',
      'SLOWLOG',
      'FLUSHALL',
      'SWAPDB',
      'FUNCTION',
      'SCRIPT',
      'PFDEBUG',
      'PFSELFTEST',
    ],
  ],
}

const reasons: ReadonlyMap<string, string> = new Map(
  Object.entries(refused).flatMap(([reason, names]) => names.map((name) => [name, reason])),
)

/** Why this command is not sent; undefined when it is. */
export function refusal(words: readonly unknown[]): string | undefined {
  const name = String(words[0]).toUpperCase()
  const reason = reasons.get(name) ?? (/^XREAD/.test(name) && blocks(words) ? 'with BLOCK it waits: leave that out' : undefined)
  return reason === undefined ? undefined : `${name} is not allowed: ${reason}`
}

/** Before STREAMS stand options, behind it keys, which may have any name. */
function blocks(words: readonly unknown[]): boolean {
  const names = words.map((word) => String(word).toUpperCase())
  const streams = names.indexOf('STREAMS')
  return names.slice(0, streams === -1 ? undefined : streams).includes('BLOCK')
}
