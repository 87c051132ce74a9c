import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import '@xyflow/react/dist/base.css'
import flow from '../canvas/flow/flow-view.module.css'
import type { LaidOut } from '../canvas/layout/lay-out.ts'
import { layOutAside } from '../canvas/layout/layout-worker.ts'
import { Loading } from '../design/loading.tsx'
import type { ComparedVersions } from '../model/versions/compare-versions.ts'
import { ComparedCard } from './compared-card.tsx'
import { ComparedEdge } from './compared-edge.tsx'
import { comparedFlow } from './compared-flow.ts'

const nodeTypes = { card: ComparedCard, scope: ComparedCard }
const edgeTypes = { compared: ComparedEdge }

interface ComparedCanvasProps {
  readonly compared: ComparedVersions
  /** The key of a change. */
  readonly selected: string | undefined
  onSelect(key: string): void
}

/** Both versions on one canvas. Whoever cannot see it has the list of changes beside it. */
export function ComparedCanvas(props: ComparedCanvasProps) {
  const laidOut = useLaidOut(props.compared)
  if (laidOut === undefined) return <Loading what="the canvas" />
  return (
    <ReactFlowProvider>
      <Drawn {...props} laidOut={laidOut} />
    </ReactFlowProvider>
  )
}

function useLaidOut({ canvas }: ComparedVersions): LaidOut | undefined {
  const [laidOut, setLaidOut] = useState<LaidOut>()
  useEffect(() => {
    let isOld = false
    void layOutAside(canvas).then((found) => !isOld && setLaidOut(found))
    return () => {
      isOld = true
    }
  }, [canvas])
  return laidOut
}

function Drawn({ compared, selected, onSelect, laidOut }: ComparedCanvasProps & { readonly laidOut: LaidOut }) {
  const { nodes, edges } = useMemo(() => comparedFlow(compared, laidOut), [compared, laidOut])
  const shownNodes = useMemo(() => nodes.map((node) => (node.id === selected ? { ...node, selected: true } : node)), [nodes, selected])
  const shownEdges = useMemo(() => edges.map((edge) => (edge.id === selected ? { ...edge, selected: true } : edge)), [edges, selected])
  const { fitView } = useReactFlow()
  const edge = edges.find(({ id }) => id === selected)
  const shown = edge === undefined ? selected : `${edge.source}\n${edge.target}`

  useEffect(() => {
    const ids = shown?.split('\n') ?? []
    // What is looked at is brought into view, with enough around it to see where it stands.
    void fitView({
      padding: 0.2,
      maxZoom: 0.9,
      ...(ids.length > 0 && ids[0] !== 'file' && { nodes: ids.map((id) => ({ id })), minZoom: 0.5 }),
    })
  }, [shown, fitView])

  return (
    <ReactFlow
      className={flow.flow}
      nodes={shownNodes}
      edges={shownEdges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodeClick={(_, { id }) => onSelect(id)}
      onEdgeClick={(_, { id }) => onSelect(id)}
      nodesDraggable={false}
      nodesConnectable={false}
      elementsSelectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      zoomOnDoubleClick={false}
      onlyRenderVisibleElements
      minZoom={0.05}
      maxZoom={2}
      fitView
      proOptions={{ hideAttribution: true }}
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
    </ReactFlow>
  )
}
