import type { Json } from '@millrace/engine'
import type { CanvasChange, CanvasEntry, Store } from '@millrace/store'
import { RuntimeError } from '../errors.ts'
import { type Canvases, type CanvasNews, type Layout, layoutParts } from './canvases.ts'
import { createInTurn } from './in-turn.ts'

const largestLayoutBytes = 1024 * 1024
const largestPinBytes = 1024 * 1024
const mostPins = 200
const pinPart = 'pins'
const filePart = 'file'

/** The changes of one canvas are made one after the other, so that the limits hold. */
export function createCanvases({ canvases }: Pick<Store, 'canvases'>): Canvases {
  const inTurn = createInTurn()
  const followers = new Set<(news: CanvasNews) => void>()

  function tell(news: CanvasNews): void {
    for (const follower of followers) follower(news)
  }

  const layout = async (account: string, id: string): Promise<Layout> => layoutOf(await canvases.read(account, id, layoutParts))

  return {
    layout,
    changeLayout: (account, workflowId, change, client) =>
      inTurn(JSON.stringify([account, workflowId]), async () => {
        const changes = layoutParts.flatMap((part) => changesOf(part, change[part] ?? {}))
        if (changes.length === 0) return
        assertLayoutFits(merged(await canvases.read(account, workflowId, layoutParts), changes))
        await canvases.write(account, workflowId, changes)
        tell({ type: 'layout-changed', account, workflowId, change, client })
      }),
    async fileMark(account, id) {
      const [entry] = await canvases.read(account, id, [filePart])
      return typeof entry?.value === 'string' ? entry.value : undefined
    },
    markFile: (account, id, mark) => canvases.write(account, id, [{ part: filePart, key: 'mark', value: mark }]),
    pins: async (account, id) => mapOf(await canvases.read(account, id, [pinPart])),
    changePins: (account, workflowId, pins, client) =>
      inTurn(JSON.stringify([account, workflowId]), async () => {
        const changes = changesOf(pinPart, pins)
        if (changes.length === 0) return
        assertPinsFit(changes, merged(await canvases.read(account, workflowId, [pinPart]), changes).length)
        await canvases.write(account, workflowId, changes)
        tell({ type: 'pins-changed', account, workflowId, nodes: changes.map(({ key }) => key), client })
      }),
    follow(listener) {
      followers.add(listener)
      return () => void followers.delete(listener)
    },
  }
}

function changesOf(part: string, entries: Readonly<Record<string, Json>>): readonly CanvasChange[] {
  return Object.entries(entries).map(([key, value]) => ({ part, key, ...(value !== null && { value }) }))
}

function merged(entries: readonly CanvasEntry[], changes: readonly CanvasChange[]): readonly CanvasChange[] {
  const all = new Map<string, CanvasChange>()
  for (const entry of [...entries, ...changes]) all.set(JSON.stringify([entry.part, entry.key]), entry)
  return [...all.values()].filter(({ value }) => value !== undefined)
}

function assertLayoutFits(entries: readonly CanvasChange[]): void {
  const bytes = Buffer.byteLength(JSON.stringify(entries))
  if (bytes <= largestLayoutBytes) return
  throw new RuntimeError('LAYOUT_TOO_LARGE', `The layout would have ${bytes} bytes, ${largestLayoutBytes} at most: shorten the notes.`)
}

function assertPinsFit(changes: readonly CanvasChange[], count: number): void {
  if (count > mostPins) throw new RuntimeError('PIN_TOO_LARGE', `There would be ${count} pins, ${mostPins} at most: take some away.`)
  for (const { key, value } of changes) {
    const bytes = value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value))
    if (bytes <= largestPinBytes) continue
    const what = `The output pinned to ${key.slice(0, 100)} has ${bytes} bytes, ${largestPinBytes} at most`
    throw new RuntimeError('PIN_TOO_LARGE', `${what}: pin less of it.`)
  }
}

function layoutOf(entries: readonly CanvasEntry[]): Layout {
  const of = (part: string) => mapOf(entries.filter((entry) => entry.part === part))
  return { nodes: of('nodes'), collapsed: of('collapsed'), notes: of('notes'), groups: of('groups') }
}

/** Through entries, so that no key is more than a key. */
function mapOf(entries: readonly CanvasEntry[]): Record<string, Json> {
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]))
}
