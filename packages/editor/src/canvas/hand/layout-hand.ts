import type { Home } from '../../model/changes/add-node.ts'
import { moveNodes } from '../../model/changes/move-nodes.ts'
import { fold, foldAll, groupKey } from '../../model/folding.ts'
import { type Alignment, alignBoxes, distributeBoxes, onGrid } from '../../model/layout/arrange-boxes.ts'
import type { Point } from '../../model/layout-file.ts'
import { type CanvasView, type HandPorts, noCorner } from '../flow/canvas-view.ts'
import { dropHome } from '../flow/drop-home.ts'
import { noteKey } from '../flow/flow-nodes.ts'
import { cornersOf } from '../flow/group-frames.ts'

/** What changes where things stand. */
export interface LayoutHand {
  /** What was dragged stays where it is; into another scope, it becomes part of that. `at` is the pointer, on the whole canvas. */
  dropped(keys: readonly string[], at: Point): void
  arrange(how: Alignment | 'horizontal' | 'vertical'): void
  group(): void
  ungroup(): void
  addNote(at: Point): void
  /** Closes or opens the scope or group that is in focus, or that it stands in. */
  fold(): void
  foldAll(): void
  /** Lays everything out anew. */
  tidy(): void
}

const noteSize = { width: 240, height: 128 }

export function createLayoutHand({ act }: Pick<HandPorts, 'act'>, view: CanvasView): LayoutHand {
  const { now, nodeOf, chosen, homeOf } = view
  const chosenLayoutKeys = () => chosen().map(({ layoutKey }) => layoutKey)

  function dropNotes(keys: readonly string[]): void {
    const notes = now().nodes.flatMap((node) => {
      const isDragged = node.type === 'note' && keys.includes(node.id)
      return isDragged ? [[node.data.noteId, { ...node.data.note, x: onGrid(node.position.x), y: onGrid(node.position.y) }] as const] : []
    })
    if (notes.length > 0) now().place('move the note', { notes: Object.fromEntries(notes) })
  }

  /** What is in a closed group goes along with it. */
  function dropGroups(keys: readonly string[]): void {
    const places = now().nodes.flatMap((node) => {
      if (node.type !== 'group' || !keys.includes(node.id)) return []
      const { group } = node.data
      const by = { x: node.position.x - group.box.x, y: node.position.y - group.box.y }
      const members = view.placedAll().filter((one) => group.keys.includes(one.node.key))
      return members.map(({ node: { layoutKey }, box }) => [layoutKey, { x: onGrid(box.x + by.x), y: onGrid(box.y + by.y) }] as const)
    })
    if (places.length > 0) now().place('move the group', { nodes: Object.fromEntries(places) })
  }

  function dropCards(keys: readonly string[], at: Point): void {
    const cards = keys.filter((key) => nodeOf(key) !== undefined)
    if (cards.length === 0) return
    const dragged = new Map(now().nodes.map(({ id, position }) => [id, position]))
    const drop = dropHome(view.placed(), at, new Set(cards))
    const movers = cards.filter((key) => !key.startsWith('trigger:') && !isSame(homeOf(key), drop.home))
    const corners = cornersOf(view.placed())
    const places = new Map(
      cards.map((key) => {
        const place = dragged.get(key) ?? noCorner
        if (!movers.includes(key)) return [key, place]
        const around = corners.get(nodeOf(key)?.parent ?? '') ?? noCorner
        return [key, { x: place.x + around.x - drop.corner.x, y: place.y + around.y - drop.corner.y }]
      }),
    )
    const known = now().layout.nodes ?? {}
    const left = movers.flatMap((key) => nodeOf(key)?.layoutKey ?? []).filter((key) => Object.hasOwn(known, key))
    const label = drop.home === undefined ? 'move it out of the scope' : `move it into ${drop.home.scope}`
    // Refused, it goes back to where it stood.
    if (movers.length > 0 && !act(label, (draft) => moveNodes(draft, movers, drop.home)).ok) return now().changeLayout({})
    const spots = [...places].flatMap(([key, { x, y }]) => {
      const layoutKey = nodeOf(key)?.layoutKey
      return layoutKey === undefined ? [] : [[layoutKey, { x: onGrid(x), y: onGrid(y) }] as const]
    })
    now().place('move it', { nodes: { ...Object.fromEntries(left.map((key) => [key, null])), ...Object.fromEntries(spots) } })
  }

  return {
    dropped(keys, at) {
      const [first = ''] = keys
      const title = nodeOf(first)?.title ?? (first.startsWith('group:') ? 'the group' : 'the note')
      now().together(keys.length === 1 ? `move ${title}` : `move ${keys.length} boxes`, () => {
        dropNotes(keys)
        dropGroups(keys)
        dropCards(keys, at)
      })
    },
    arrange(how) {
      const boxes = view.placed().flatMap(({ node, box }) => (now().selection.has(node.key) ? [{ key: node.layoutKey, ...box }] : []))
      const nodes = how === 'horizontal' || how === 'vertical' ? distributeBoxes(boxes, how) : alignBoxes(boxes, how)
      if (Object.keys(nodes).length > 0) now().place(how === 'horizontal' || how === 'vertical' ? 'distribute' : 'align', { nodes })
    },
    group() {
      const nodes = chosenLayoutKeys()
      if (nodes.length > 0) now().place('group', { groups: { [freshId('g')]: { title: 'Group', nodes } } })
    },
    ungroup() {
      const keys = chosenLayoutKeys()
      const gone = Object.entries(now().layout.groups ?? {}).filter(([, { nodes }]) => nodes.some((key) => keys.includes(key)))
      if (gone.length > 0)
        now().place('ungroup', {
          groups: Object.fromEntries(gone.map(([id]) => [id, null])),
          collapsed: Object.fromEntries(gone.map(([id]) => [groupKey(id), null])),
        })
    },
    addNote({ x, y }) {
      const id = freshId('n')
      now().place('add a note', { notes: { [id]: { x: onGrid(x), y: onGrid(y), ...noteSize, text: '' } } })
      now().select([noteKey(id)])
      now().focus(noteKey(id))
      now().rename(noteKey(id))
    },
    fold() {
      const { canvas, focused, selection, changeLayout } = now()
      const folded = fold(canvas, focused ?? [...selection][0] ?? '')
      if (folded === undefined) return
      changeLayout(folded.change)
      view.reach(folded.key)
    },
    foldAll() {
      const change = foldAll(now().canvas)
      if (change !== undefined) now().changeLayout(change)
    },
    tidy() {
      const nodes = Object.keys(now().layout.nodes ?? {})
      if (nodes.length > 0) now().place('tidy up', { nodes: Object.fromEntries(nodes.map((key) => [key, null])) })
    },
  }
}

function freshId(letter: string): string {
  return `${letter}${crypto.randomUUID().slice(0, 8)}`
}

function isSame(one: Home | undefined, other: Home | undefined): boolean {
  return one?.scope === other?.scope && one?.part === other?.part
}
