import { Background, BackgroundVariant, getNodesBounds, ReactFlow, type ReactFlowInstance, useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import '@xyflow/react/dist/base.css'
import { useEditor, useEditorStore } from '../editor-context.ts'
import type { EditorStore } from '../editor-store.ts'
import { layOutAside } from '../layout/layout-worker.ts'
import { firstView } from './fit.ts'
import { FlowEdge } from './flow-edge.tsx'
import type { FlowEdge as Edge } from './flow-edges.ts'
import type { FlowNode } from './flow-nodes.ts'
import styles from './flow-view.module.css'
import { GroupFrame } from './group-frame.tsx'
import { NodeCard } from './node-card.tsx'
import { NoteCard } from './note-card.tsx'
import { OverviewMap } from './overview-map.tsx'
import { ScopeFrame } from './scope-frame.tsx'
import { useFlowHands } from './use-flow-hands.ts'
import { ZoomBar } from './zoom-bar.tsx'

const nodeTypes = { node: NodeCard, trigger: NodeCard, scope: ScopeFrame, note: NoteCard, group: GroupFrame }
const edgeTypes = { flow: FlowEdge }
const severalKeys = ['Control', 'Meta', 'Shift']
const noAttribution = { hideAttribution: true }

/** The canvas: React Flow shows what was derived from the text, and tells what the hand does. */
export function FlowView() {
  const nodes = useEditor((editor) => editor.nodes)
  const edges = useEditor((editor) => editor.edges)
  const hands = useFlowHands()
  useAutoLayout()
  return (
    <ReactFlow
      className={styles.flow}
      nodes={nodes as FlowNode[]}
      edges={edges as Edge[]}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      {...hands}
      onlyRenderVisibleElements
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      selectionKeyCode="Shift"
      multiSelectionKeyCode={severalKeys}
      zoomOnDoubleClick={false}
      connectionRadius={32}
      nodeDragThreshold={3}
      minZoom={0.05}
      maxZoom={2}
      proOptions={noAttribution}
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
      <OverviewMap />
      <ZoomBar />
    </ReactFlow>
  )
}

/** Places whatever nobody has placed, each time that the graph changes; the first time, everything is brought into view. */
function useAutoLayout(): void {
  const flow = useReactFlow()
  const store = useEditorStore()
  const canvas = useEditor((editor) => editor.canvas)
  const isShown = useRef(false)
  useEffect(() => {
    let isOld = false
    void layOutAside(canvas).then((laidOut) => {
      if (isOld) return
      store.getState().setPlaces(laidOut)
      if (isShown.current) return
      isShown.current = true
      requestAnimationFrame(() => void showFirst(flow, store, mostTries))
    })
    return () => {
      isOld = true
    }
  }, [canvas, store, flow])
}

/** A second of frames: whoever has gone elsewhere by then has no pane that could be moved. */
const mostTries = 60

/** By the places that the store has: React Flow may hear of them later than this. */
async function showFirst(flow: ReactFlowInstance, store: EditorStore, tries: number): Promise<void> {
  // Whatever is in a scope is within its box.
  const nodes = store.getState().nodes.filter(({ parentId }) => parentId === undefined)
  const first = nodes.find(({ type }) => type !== 'group' && type !== 'note') ?? nodes[0]
  const pane = document.querySelector('.react-flow')
  if (first === undefined || pane === null || tries === 0) return
  const { position, width = 0, height = 0 } = first
  const start = { x: position.x + width / 2, y: position.y + height / 2 }
  const isMoved = await flow.setViewport(firstView(getNodesBounds(nodes), start, pane))
  if (!isMoved) requestAnimationFrame(() => void showFirst(flow, store, tries - 1))
}
