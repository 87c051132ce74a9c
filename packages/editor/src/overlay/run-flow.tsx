import { Background, BackgroundVariant, ReactFlow, type ReactFlowProps, useReactFlow, useStore, useStoreApi } from '@xyflow/react'
import {
  type Dispatch,
  memo,
  type PointerEvent as ReactPointerEvent,
  type SetStateAction,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import '@xyflow/react/dist/base.css'
import { drawFlow, type Flow } from '../canvas/flow/draw-flow.ts'
import { fit } from '../canvas/flow/fit.ts'
import type { FlowEdge } from '../canvas/flow/flow-edges.ts'
import type { FlowNode } from '../canvas/flow/flow-nodes.ts'
import look from '../canvas/flow/flow-view.module.css'
import { OverviewMap } from '../canvas/flow/overview-map.tsx'
import { useZoomKeys } from '../canvas/flow/use-zoom-keys.ts'
import { ZoomBar } from '../canvas/flow/zoom-bar.tsx'
import type { LaidOut } from '../canvas/layout/lay-out.ts'
import { layOutAside } from '../canvas/layout/layout-worker.ts'
import { Loading } from '../design/loading.tsx'
import type { Canvas } from '../model/canvas.ts'
import { useMarks } from './marks.ts'
import { RunCard } from './run-card.tsx'
import { RunEdge } from './run-edge.tsx'
import styles from './run-flow.module.css'
import { RunGroup, RunNote } from './run-note.tsx'
import { RunScope } from './run-scope.tsx'
import { type Pointed, RunTip } from './run-tip.tsx'

const nodeTypes = { node: RunCard, trigger: RunCard, scope: RunScope, note: RunNote, group: RunGroup }
const edgeTypes = { flow: RunEdge }
/** Below this zoom the names of nodes are hard to read. */
const readable = 0.8
/** Below this one their badges are. */
const visible = 0.3
const noAttribution = { hideAttribution: true }
const nothingSelected: ReadonlySet<string> = new Set()

/** The canvas to be looked at: nothing on it can be changed. It stays as it is while one goes from step to step: cards and edges take their own marks. */
export const RunFlow = memo(function RunFlow({ canvas }: { readonly canvas: Canvas }) {
  const drawn = useDrawn(canvas)
  const [pointed, setPointed] = useState<Pointed>()
  const hands = useHands(setPointed)
  useInView()
  useZoomKeys()
  const begin = useBegin()
  if (drawn === undefined) return <Loading what="the canvas" />
  return (
    <>
      <ReactFlow
        className={`${look.flow} ${styles.flow}`}
        nodes={drawn.nodes as FlowNode[]}
        edges={drawn.edges as FlowEdge[]}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        {...hands}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        minZoom={0.05}
        maxZoom={2}
        onInit={begin}
        proOptions={noAttribution}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
        <OverviewMap />
        <ZoomBar />
      </ReactFlow>
      <RunTip pointed={pointed} />
    </>
  )
})

type Hands = ReactFlowProps<FlowNode, FlowEdge>

/** The same for as long as the canvas is there: whatever is handed to every card anew draws every card anew. */
function useHands(point: Dispatch<SetStateAction<Pointed | undefined>>): Hands {
  const select = useMarks((marks) => marks.select)
  return useMemo((): Hands => {
    const leave = () => point(undefined)
    return {
      onNodeMouseMove(event, { id: key }) {
        // Of a scope only its head: over what it holds, a tip would hide that.
        const face = (event.target as Element).closest('[data-face]')
        if (face === null) return leave()
        point((before) =>
          before?.kind === 'node' && before.key === key ? before : { kind: 'node', key, box: face.getBoundingClientRect() },
        )
      },
      onNodeMouseLeave: leave,
      onEdgeMouseEnter: (event, { data }) => data && point({ kind: 'edge', edge: data.edge, box: boxAt(event) }),
      onEdgeMouseLeave: leave,
      onEdgeClick: (_, { source }) => select(source),
      onMove: leave,
    }
  }, [point, select])
}

const nothingDrawn: Flow = { nodes: [], edges: [] }

/** What React Flow draws; undefined until everything has its place, so that all of it is in view from the start. */
function useDrawn(canvas: Canvas): Flow | undefined {
  const [drawn, setDrawn] = useState<Flow>()
  const known = useRef<Flow>(undefined)
  useEffect(() => {
    let isOld = false
    const show = (laidOut: LaidOut) => {
      if (isOld) return
      known.current = drawFlow({ canvas, ...laidOut, selection: nothingSelected }, known.current ?? nothingDrawn)
      setDrawn(known.current)
    }
    void layOutAside(canvas).then(show, () => show({ places: {}, lanes: {} }))
    return () => {
      isOld = true
    }
  }, [canvas])
  return drawn
}

/** Everything at once where that can be read; else what is selected, in the middle, or how far it came where all is too small to see. */
function useBegin(): () => void {
  const flow = useReactFlow()
  const selected = useMarks((marks) => marks.selected)
  const last = useMarks(({ badges }) => [...badges.keys()].at(-1))
  return async () => {
    await flow.fitView(fit)
    const key = flow.getZoom() < visible ? (selected ?? last) : selected
    const node = key === undefined ? undefined : flow.getInternalNode(key)
    if (node === undefined || flow.getZoom() >= readable) return
    const { x, y } = node.internals.positionAbsolute
    await flow.setCenter(x + (node.measured.width ?? 0) / 2, y + (node.measured.height ?? 0) / 2, { zoom: readable })
  }
}

/**
 * Moves the canvas to the step that the cursor is at, where that is out of sight: also where a panel has come to stand in front of it, but
 * not where somebody has moved away from it.
 */
function useInView(): void {
  const flow = useReactFlow()
  const store = useStoreApi()
  const current = useMarks((marks) => marks.current ?? marks.selected)
  const paneWidth = useStore(({ width }) => width)
  const last = useRef<{ readonly key: string | undefined; readonly paneWidth: number }>(undefined)
  useEffect(() => {
    const before = last.current
    last.current = { key: current, paneWidth }
    const node = current === undefined ? undefined : flow.getInternalNode(current)
    if (node === undefined) return
    // As React Flow knows it: the browser would have to lay the page out before it answers.
    const pane = store.getState()
    const [left, top, zoom] = pane.transform
    const { x, y } = node.internals.positionAbsolute
    const width = Math.min(node.measured.width ?? 0, 300)
    const height = Math.min(node.measured.height ?? 0, 120)
    const isAcross = (room: number) => x * zoom + left >= 0 && (x + width) * zoom + left <= room
    const isDown = y * zoom + top >= 0 && (y + height) * zoom + top <= pane.height
    if (before?.key === current && !(isAcross(before?.paneWidth ?? 0) && isDown)) return
    if (!isAcross(paneWidth) || !isDown) void flow.setCenter(x + width / 2, y + height / 2, { zoom })
  }, [flow, store, current, paneWidth])
}

function boxAt({ clientX, clientY }: Pick<ReactPointerEvent, 'clientX' | 'clientY'>): DOMRect {
  return new DOMRect(clientX - 4, clientY - 4, 8, 8)
}
