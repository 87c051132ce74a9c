import type { Canvas } from '../model/canvas.ts'
import type { Cursor } from '../model/overlay/look.ts'

/** What of a pinned execution one looks at, as the address of the page keeps it: a link shows another person the same. */
export interface RunPlace {
  /** The end, while undefined: what still runs is followed. */
  readonly cursor: Cursor | undefined
  /** The node whose panel is open, as a key or a path such as `items.charge`; empty for none; undefined where nobody has chosen. */
  readonly node: string | undefined
  /** By scope, the iteration that is looked at. */
  readonly turns: ReadonlyMap<string, number>
  /** Of the workflow: the version that ran, or what it has become. */
  readonly shown: 'ran' | 'current'
}

export const wholeRun: RunPlace = { cursor: undefined, node: undefined, turns: new Map(), shown: 'ran' }

/** Steps are counted from 1; a time is told from the start of the execution on, as `340ms`. */
export function readPlace(address: URLSearchParams, startMs: number): RunPlace {
  const turns = address.getAll('turn').flatMap((text): [string, number][] => {
    const [, scope, index] = /^(.+):(\d+)$/.exec(text) ?? []
    return scope === undefined ? [] : [[scope, Number(index)]]
  })
  return {
    cursor: readCursor(address.get('at') ?? '', startMs),
    node: address.get('node') ?? undefined,
    turns: new Map(turns),
    shown: address.get('version') === 'current' ? 'current' : 'ran',
  }
}

function readCursor(text: string, startMs: number): Cursor | undefined {
  const [, number, unit] = /^(\d{1,15})(ms)?$/.exec(text) ?? []
  if (number === undefined) return undefined
  return unit === undefined ? { by: 'step', count: Number(number) } : { by: 'time', atMs: startMs + Number(number) }
}

/** The address with the place in it; what it says besides stays. */
export function writePlace(address: URLSearchParams, { cursor, node, turns, shown }: RunPlace, startMs: number): URLSearchParams {
  const next = new URLSearchParams(address)
  for (const name of ['at', 'node', 'turn', 'version']) next.delete(name)
  if (cursor !== undefined) next.set('at', cursor.by === 'step' ? String(cursor.count) : `${Math.round(cursor.atMs - startMs)}ms`)
  if (node !== undefined) next.set('node', node)
  for (const [scope, index] of turns) next.append('turn', `${scope}:${index}`)
  if (shown === 'current') next.set('version', 'current')
  return next
}

/** The node that is meant by a key, or by a path with the sections of scopes in it, such as `order.catch.refund`. */
export function keyOfNode({ nodes }: Pick<Canvas, 'nodes'>, wanted: string): string | undefined {
  const last = wanted.slice(wanted.lastIndexOf('.') + 1)
  const found =
    nodes.find(({ key }) => key === wanted) ??
    nodes.find(({ kind, address }) => kind !== 'trigger' && address === wanted) ??
    nodes.find(({ kind, id }) => kind !== 'trigger' && id === last)
  return found?.key
}
