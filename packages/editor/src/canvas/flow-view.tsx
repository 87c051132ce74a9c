import { Background, BackgroundVariant, MiniMap, type NodeChange, ReactFlow } from '@xyflow/react'
import { useCallback, useEffect } from 'react'
import '@xyflow/react/dist/base.css'
import { useEditor, useEditorStore } from './editor-context.ts'
import { fit } from './fit.ts'
import { FlowEdge } from './flow-edge.tsx'
import type { FlowNode } from './flow-nodes.ts'
import styles from './flow-view.module.css'
import { GroupFrame } from './group-frame.tsx'
import { layOutAside } from './layout-worker.ts'
import { NodeCard } from './node-card.tsx'
import { NoteCard } from './note-card.tsx'
import { ScopeFrame } from './scope-frame.tsx'
import { ZoomBar } from './zoom-bar.tsx'

const nodeTypes = { node: NodeCard, trigger: NodeCard, scope: ScopeFrame, note: NoteCard, group: GroupFrame }
const edgeTypes = { flow: FlowEdge }

/** The canvas: React Flow shows what was derived from the text, and tells what the hand does. */
export function FlowView() {
  const store = useEditorStore()
  const nodes = useEditor((editor) => editor.nodes)
  const edges = useEditor((editor) => editor.edges)
  useAutoLayout()

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const { drag, select, selection } = store.getState()
      drag(changes.filter(({ type }) => type === 'position'))
      const picked = changes.filter((change) => change.type === 'select')
      if (picked.length === 0) return
      const next = new Set(selection)
      for (const { id, selected } of picked) selected ? next.add(id) : next.delete(id)
      select(next)
    },
    [store],
  )

  return (
    <ReactFlow
      className={styles.flow}
      nodes={nodes as FlowNode[]}
      edges={edges as (typeof edges)[number][]}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={onNodesChange}
      onlyRenderVisibleElements
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      selectionKeyCode="Shift"
      multiSelectionKeyCode={['Control', 'Meta', 'Shift']}
      zoomOnDoubleClick={false}
      minZoom={0.05}
      maxZoom={2}
      fitView
      fitViewOptions={fit}
      proOptions={{ hideAttribution: true }}
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
      <MiniMap className={styles.map ?? ''} pannable zoomable ariaLabel="Map of the canvas" nodeBorderRadius={6} />
      <ZoomBar />
    </ReactFlow>
  )
}

/** Places whatever nobody has placed, each time that the graph changes. */
function useAutoLayout(): void {
  const canvas = useEditor((editor) => editor.canvas)
  const setPlaces = useEditor((editor) => editor.setPlaces)
  useEffect(() => {
    let isOld = false
    void layOutAside(canvas).then((places) => !isOld && setPlaces(places))
    return () => {
      isOld = true
    }
  }, [canvas, setPlaces])
}
