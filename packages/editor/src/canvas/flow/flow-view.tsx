import { Background, BackgroundVariant, ReactFlow, type ReactFlowInstance, useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import '@xyflow/react/dist/base.css'
import { useEditor } from '../editor-context.ts'
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
  const canvas = useEditor((editor) => editor.canvas)
  const setPlaces = useEditor((editor) => editor.setPlaces)
  const isShown = useRef(false)
  useEffect(() => {
    let isOld = false
    void layOutAside(canvas).then((laidOut) => {
      if (isOld) return
      setPlaces(laidOut)
      if (isShown.current) return
      isShown.current = true
      requestAnimationFrame(() => showFirst(flow))
    })
    return () => {
      isOld = true
    }
  }, [canvas, setPlaces, flow])
}

function showFirst(flow: ReactFlowInstance): void {
  const nodes = flow.getNodes()
  const first = nodes.find(({ type }) => type !== 'group' && type !== 'note') ?? nodes[0]
  if (first === undefined) return
  const { position, width = 0, height = 0 } = first
  const start = { x: position.x + width / 2, y: position.y + height / 2 }
  void flow.setViewport(firstView(flow.getNodesBounds(nodes), start, document.querySelector('.react-flow')))
}
