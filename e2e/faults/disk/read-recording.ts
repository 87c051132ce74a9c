import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** One thing that a process has done to the disk, in the order in which it happened. */
export type DiskEvent =
  | {
      readonly type: 'opened'
      readonly descriptor: number
      readonly path: string
      readonly isCreating: boolean
      readonly isTruncating: boolean
    }
  | { readonly type: 'closed'; readonly descriptor: number }
  /** Without `offset`, where the last one ended. */
  | { readonly type: 'wrote'; readonly descriptor: number; readonly offset?: number; readonly bytes: Buffer }
  | { readonly type: 'truncated'; readonly descriptor: number; readonly size: number }
  /** What was written before it began is safe when it has ended. */
  | { readonly type: 'sync-began' | 'sync-ended'; readonly descriptor: number }
  | { readonly type: 'renamed' | 'linked'; readonly from: string; readonly to: string }
  | { readonly type: 'removed' | 'made-directory'; readonly path: string }
  /** To standard output. */
  | { readonly type: 'said'; readonly text: string }

/** Reads what `strace` has recorded. A call that another thread's interrupted in the listing counts from where it began. */
export async function readRecording(file: string): Promise<readonly DiskEvent[]> {
  const events: DiskEvent[] = []
  const unfinished = new Map<string, string>()
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    if (rest.endsWith('<unfinished ...>')) {
      const begun = rest.slice(0, -'<unfinished ...>'.length)
      unfinished.set(thread, begun)
      events.push(...beginningOf(begun))
    } else if (resumed !== null) {
      const begun = unfinished.get(thread) ?? ''
      events.push(...endOf(`${begun}${resumed[1]}`))
    } else events.push(...beginningOf(rest), ...endOf(rest))
  }
  return events
}

function beginningOf(call: string): readonly DiskEvent[] {
  const [, name, descriptor] = /^(fsync|fdatasync)\((\d+)/.exec(call) ?? []
  return name === undefined ? [] : [{ type: 'sync-began', descriptor: Number(descriptor) }]
}

function endOf(call: string): readonly DiskEvent[] {
  const [, name = '', list = '', result = ''] = /^(\w+)\((.*)\) += (-?\d+)/.exec(call) ?? []
  if (name === '' || Number(result) < 0) return []
  const texts = [...list.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => Buffer.from(hex.replaceAll('\\x', ''), 'hex'))
  const descriptor = Number(/^\d+/.exec(list)?.[0] ?? -1)
  const paths = texts.map((text) => text.toString())
  const event = eventOf({ name, list, result: Number(result), texts, paths, descriptor })
  return event === undefined ? [] : [event]
}

interface Call {
  readonly name: string
  readonly list: string
  readonly result: number
  readonly texts: readonly Buffer[]
  readonly paths: readonly string[]
  readonly descriptor: number
}

function eventOf({ name, list, result, texts, paths: [first = '', second = ''], descriptor }: Call): DiskEvent | undefined {
  const bytes = Buffer.concat(texts).subarray(0, result)
  switch (name) {
    case 'openat':
      return {
        type: 'opened',
        descriptor: result,
        path: first,
        isCreating: list.includes('O_CREAT'),
        isTruncating: list.includes('O_TRUNC'),
      }
    case 'close':
      return { type: 'closed', descriptor }
    case 'write':
    case 'writev':
      return descriptor === 1 ? { type: 'said', text: bytes.toString() } : { type: 'wrote', descriptor, bytes }
    case 'pwrite64':
    case 'pwritev':
      return { type: 'wrote', descriptor, bytes, offset: lastNumber(list) }
    case 'ftruncate':
      return { type: 'truncated', descriptor, size: lastNumber(list) }
    case 'fsync':
    case 'fdatasync':
      return { type: 'sync-ended', descriptor }
    case 'rename':
    case 'renameat':
    case 'renameat2':
      return { type: 'renamed', from: first, to: second }
    case 'link':
    case 'linkat':
      return { type: 'linked', from: first, to: second }
    case 'unlink':
    case 'unlinkat':
      return { type: 'removed', path: first }
    case 'mkdir':
    case 'mkdirat':
      return { type: 'made-directory', path: first }
    default:
      return undefined
  }
}

function lastNumber(list: string): number {
  const [, number] = /, +(\d+) *$/.exec(list) ?? []
  if (number === undefined) throw new Error(`The recording cannot be read: ${list.slice(-80)}`)
  return Number(number)
}
