import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { addNode, addTrigger } from '../model/changes/add-node.ts'
import { connect, disconnect, reconnect } from '../model/changes/connect.ts'
import { copyNodes } from '../model/changes/copy-nodes.ts'
import { deleteNodes } from '../model/changes/delete-nodes.ts'
import { moveNodes } from '../model/changes/move-nodes.ts'
import { duplicateNodes, pasteNodes } from '../model/changes/paste-nodes.ts'
import { renameNode } from '../model/changes/rename-node.ts'
import { setDisabled, setName } from '../model/changes/set-field.ts'
import { type Alignment, alignBoxes, distributeBoxes, onGrid } from '../model/layout/arrange-boxes.ts'
import type { Point } from '../model/layout-file.ts'
import { relabelLayout } from '../model/relabel-layout.ts'
import { dropHome } from './drop-home.ts'
import { useEditorStore } from './editor-context.ts'
import { fit } from './fit.ts'
import { noteKey } from './flow-nodes.ts'
import { cornersOf } from './group-frames.ts'
import type { PaletteContext } from './palette-context.ts'
import { placeNodes } from './placed-nodes.ts'
import { reachNode } from './reach-node.ts'
import { useCanvasAct } from './use-canvas-act.ts'
import { useLayoutWriter } from './use-layout-writer.ts'
import { type Direction, walk } from './walk.ts'

export type CanvasHand = ReturnType<typeof useCanvasHand>

const idPattern = /^[a-z][a-z0-9_]*$/
const noteSize = { width: 240, height: 128 }

/** All that a hand does on the canvas, by mouse, key, menu or command bar alike. */
export function useCanvasHand() {
  const store = useEditorStore()
  const act = useCanvasAct()
  const write = useLayoutWriter()
  const flow = useReactFlow()

  return useMemo(() => {
    const now = () => store.getState()
    const placed = () => placeNodes(now().canvas.nodes, now().places)
    const nodeOf = (key: string) => now().canvas.nodes.find((node) => node.key === key)
    const chosenKeys = () => now().canvas.nodes.flatMap(({ key }) => (now().selection.has(key) ? [key] : []))
    const reach = (key: string | undefined) => reachNode(store, flow, key)

    function homeOf(key: string | undefined) {
      const node = key === undefined ? undefined : nodeOf(key)
      return node?.parent !== undefined && node.part !== 'root' ? { scope: node.parent, part: node.part } : undefined
    }

    /** Puts a node where it was dropped, from the corner of its scope. */
    function place(key: string, at: Point, corner: Point) {
      const node = nodeOf(key)
      if (node !== undefined) write('move it', { nodes: { [node.layoutKey]: { x: onGrid(at.x - corner.x), y: onGrid(at.y - corner.y) } } })
    }

    function add(kind: 'node' | 'trigger', type: string, context: PaletteContext) {
      const { at, after, between } = context
      const drop = at === undefined ? undefined : dropHome(placed(), at)
      const made = act(`add ${type}`, (draft) => {
        if (kind === 'trigger') return addTrigger(draft, { type })
        const home = drop?.home ?? context.home
        return addNode(draft, { type, ...(after && { after }), ...(between && { between }), ...(home && !after && !between && { home }) })
      })
      const [key] = made.ok ? made.selected : []
      if (key === undefined) return
      if (at !== undefined) place(key, at, after === undefined ? (drop?.corner ?? noCorner) : cornerAround(key))
      reach(key)
    }

    function cornerAround(key: string): Point {
      const parent = nodeOf(key)?.parent
      return (parent === undefined ? undefined : cornersOf(placed()).get(parent)) ?? noCorner
    }

    function remove() {
      const { selection, canvas, layout } = now()
      const notes = Object.keys(layout.notes ?? {}).filter((id) => selection.has(noteKey(id)))
      if (notes.length > 0) write('delete the note', { notes: Object.fromEntries(notes.map((id) => [id, null])) })
      const keys = chosenKeys()
      const lines = canvas.edges.filter(({ id, kind }) => selection.has(id) && kind !== 'trigger')
      for (const edge of lines)
        if (!keys.includes(edge.from) && !keys.includes(edge.to)) act('delete the edge', (draft) => disconnect(draft, edge))
      if (keys.length > 0) act(keys.length === 1 ? 'delete a node' : `delete ${keys.length} nodes`, (draft) => deleteNodes(draft, keys))
      now().select([])
      now().focus(undefined)
    }

    function rename(key: string, title: string) {
      now().rename(undefined)
      const node = nodeOf(key)
      const wish = title.trim()
      if (node === undefined || wish === node.title) return
      // Where people see the id, it is the id that they mean; a name that cannot be one is for people alone.
      if (node.title !== node.id || !idPattern.test(wish)) {
        act('rename', (draft) => setName(draft, key, wish))
        return
      }
      const made = act('rename', (draft) => renameNode(draft, key, wish))
      const renamed = made.ok ? nodeOf(made.selected[0] ?? '') : undefined
      const change = renamed && relabelLayout(now().layout, node.layoutKey, renamed.layoutKey)
      if (change !== undefined) write('keep its place', change)
      reach(renamed?.key)
    }

    /** What was dragged stays where it is; into another scope, it becomes part of that. */
    function dropped(keys: readonly string[], at: Point) {
      const { nodes, layout } = now()
      const moved = nodes.filter(({ id }) => keys.includes(id))
      const notes = moved.flatMap((node) =>
        node.type === 'note' ? [[node.data.noteId, { ...node.data.note, ...node.position }] as const] : [],
      )
      if (notes.length > 0) write('move the note', { notes: Object.fromEntries(notes) })
      const cards = keys.filter((key) => nodeOf(key) !== undefined)
      if (cards.length === 0) return
      const places = new Map(moved.map(({ id, position }) => [id, position]))
      const corners = cornersOf(placed())
      const drop = dropHome(placed(), at, new Set(cards))
      const movers = cards.filter((key) => !key.startsWith('trigger:') && !isHome(homeOf(key), drop.home))
      const absolute = new Map(movers.map((key) => [key, plus(places.get(key), corners.get(nodeOf(key)?.parent ?? ''))]))
      const left = Object.fromEntries(movers.map((key) => [nodeOf(key)?.layoutKey ?? '', null]))
      const into = drop.home === undefined ? 'move it out of the scope' : `move it into ${drop.home.scope}`
      const made = movers.length === 0 || act(into, (draft) => moveNodes(draft, movers, drop.home)).ok
      const spots = cards.flatMap((key) => {
        const node = nodeOf(key)
        const spot = absolute.get(key)
        const place = spot === undefined ? places.get(key) : { x: spot.x - drop.corner.x, y: spot.y - drop.corner.y }
        return node === undefined || place === undefined ? [] : [[node.layoutKey, { x: onGrid(place.x), y: onGrid(place.y) }] as const]
      })
      if (made) write('move it', { nodes: { ...keep(left, layout.nodes), ...Object.fromEntries(spots) } })
      else now().changeLayout({})
    }

    function arrange(how: Alignment | 'horizontal' | 'vertical') {
      const boxes = placed().flatMap(({ node, box }) => (now().selection.has(node.key) ? [{ key: node.layoutKey, ...box }] : []))
      const nodes = how === 'horizontal' || how === 'vertical' ? distributeBoxes(boxes, how) : alignBoxes(boxes, how)
      if (Object.keys(nodes).length > 0) write('align', { nodes })
    }

    function group() {
      const nodes = now().canvas.nodes.flatMap(({ key, layoutKey }) => (now().selection.has(key) ? [layoutKey] : []))
      if (nodes.length > 0) write('group', { groups: { [`g${crypto.randomUUID().slice(0, 8)}`]: { title: 'Group', nodes } } })
    }

    function ungroup() {
      const keys = new Set(now().canvas.nodes.flatMap(({ key, layoutKey }) => (now().selection.has(key) ? [layoutKey] : [])))
      const gone = Object.entries(now().layout.groups ?? {}).filter(([, { nodes }]) => nodes.some((key) => keys.has(key)))
      if (gone.length > 0) write('ungroup', { groups: Object.fromEntries(gone.map(([id]) => [id, null])) })
    }

    function addNote() {
      const { x, y } = flow.screenToFlowPosition(middleOfCanvas())
      const id = `n${crypto.randomUUID().slice(0, 8)}`
      write('add a note', { notes: { [id]: { x: onGrid(x), y: onGrid(y), ...noteSize, text: '' } } })
      now().select([noteKey(id)])
    }

    return {
      reach,
      add,
      remove,
      rename,
      dropped,
      arrange,
      group,
      ungroup,
      addNote,
      join: (from: string, port: string, to: string) => act('connect', (draft) => connect(draft, { from, port, to })),
      rejoin: (before: Parameters<typeof reconnect>[1], after: Parameters<typeof reconnect>[2]) =>
        act('lead the edge elsewhere', (draft) => reconnect(draft, before, after)),
      cut: (edge: Parameters<typeof disconnect>[1]) => act('delete the edge', (draft) => disconnect(draft, edge)),
      duplicate() {
        const keys = chosenKeys()
        if (keys.length > 0) act('duplicate', (draft) => duplicateNodes(draft, keys))
      },
      toggleDisabled() {
        const keys = chosenKeys()
        const isDisabled = !keys.every((key) => nodeOf(key)?.isDisabled === true)
        if (keys.length > 0) act(isDisabled ? 'disable' : 'enable', (draft) => setDisabled(draft, keys, isDisabled))
      },
      copy: () => copyNodes({ text: now().text, types: now().types }, chosenKeys()),
      paste(yaml: string) {
        const made = act('paste', (draft) => pasteNodes(draft, yaml, homeOf(now().focused)))
        if (made.ok) reach(made.selected[0])
      },
      step(direction: Direction) {
        const corners = cornersOf(placed())
        const from = now().focused ?? now().canvas.nodes[0]?.key
        const to = from === undefined ? undefined : now().focused === undefined ? from : walk(now().canvas, corners, from, direction)
        if (to === undefined) return
        now().select([to])
        reach(to)
      },
      selectAll: () => now().select(now().nodes.flatMap(({ id, type }) => (type === 'group' ? [] : [id]))),
      tidy() {
        const nodes = Object.keys(now().layout.nodes ?? {})
        if (nodes.length > 0) write('tidy up', { nodes: Object.fromEntries(nodes.map((key) => [key, null])) })
      },
      zoomIn: () => void flow.zoomIn(),
      zoomOut: () => void flow.zoomOut(),
      zoomTo: () => void flow.zoomTo(1),
      fit: () => void flow.fitView(fit),
    }
  }, [store, act, write, flow])
}

const noCorner: Point = { x: 0, y: 0 }

function plus(one: Point = noCorner, other: Point = noCorner): Point {
  return { x: one.x + other.x, y: one.y + other.y }
}

function isHome(one: { scope: string; part: string } | undefined, other: { scope: string; part: string } | undefined): boolean {
  return one?.scope === other?.scope && one?.part === other?.part
}

/** Of what is left behind, what the layout knows. */
function keep(left: Readonly<Record<string, null>>, known: object = {}): Readonly<Record<string, null>> {
  return Object.fromEntries(Object.entries(left).filter(([key]) => Object.hasOwn(known, key)))
}

function middleOfCanvas(): Point {
  const box = document.querySelector('.react-flow')?.getBoundingClientRect()
  return box === undefined ? noCorner : { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
