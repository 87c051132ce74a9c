import { type Connection, type Edge, type FinalConnectionState, type ReactFlowProps, useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { useEditorStore } from '../editor-context.ts'
import { useHands } from '../editor-hand.ts'
import { draggedType } from '../palette/dragged-type.ts'
import type { FlowEdge } from './flow-edges.ts'
import type { FlowNode } from './flow-nodes.ts'

type Props = ReactFlowProps<FlowNode, FlowEdge>

/** What React Flow tells of the mouse, as actions of the canvas. */
export function useFlowHands(): Props {
  const store = useEditorStore()
  const hands = useHands()
  const flow = useReactFlow()
  return useMemo((): Props => {
    const pointOf = (event: MouseEvent | TouchEvent) => {
      const { clientX, clientY } = 'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event
      return { client: { x: clientX, y: clientY }, flow: flow.screenToFlowPosition({ x: clientX, y: clientY }) }
    }
    function pick(changes: readonly { readonly type: string; readonly id?: string; readonly selected?: boolean }[]): void {
      const picked = changes.filter(({ type }) => type === 'select')
      if (picked.length === 0) return
      const next = new Set(store.getState().selection)
      for (const { id = '', selected } of picked) selected === true ? next.add(id) : next.delete(id)
      store.getState().select(next)
    }
    return {
      onNodesChange(changes) {
        const moved = changes.filter((change) => change.type === 'position' || (change.type === 'dimensions' && change.setAttributes))
        if (moved.length > 0) store.getState().drag(moved)
        pick(changes)
      },
      onEdgesChange: pick,
      onNodeClick: (_, node) => {
        store.getState().focus(node.id)
        if (node.type === 'group') store.getState().select(node.data.group.isClosed ? node.data.group.keys : [])
      },
      onNodeDoubleClick: (_, { id, type }) => {
        if (type !== 'note' && type !== 'group') store.getState().open(id)
      },
      onNodeContextMenu: (_, node) => {
        const keys = node.type === 'group' ? node.data.group.keys : [node.id]
        if (keys.every((key) => store.getState().selection.has(key))) return
        store.getState().select(keys)
        store.getState().focus(node.id)
      },
      onEdgeContextMenu: (_, { id }) => store.getState().select([id]),
      onNodeDragStop: (event, _, dragged) =>
        hands.dropped(
          dragged.map(({ id }) => id),
          pointOf(event).flow,
        ),
      onConnect: ({ source, sourceHandle, target }) => void hands.join(source, sourceHandle ?? 'success', target),
      // Let go over a node, it leads there; over nothing, the palette offers what may come next.
      onConnectEnd: (event, { fromNode, fromHandle, toHandle }: FinalConnectionState) => {
        if (fromNode === null || fromHandle?.type !== 'source' || toHandle !== null) return
        const { client, flow: at } = pointOf(event)
        const target = document.elementFromPoint(client.x, client.y)?.closest('.react-flow__node')?.getAttribute('data-id')
        const port = fromHandle.id ?? 'success'
        const isCard = target !== undefined && target !== null && target !== fromNode.id && !/^(?:note|group):/.test(target)
        const around = store.getState().canvas.nodes.find(({ key }) => key === fromNode.id)?.parent
        if (isCard && target !== around) void hands.join(fromNode.id, port, target)
        else if (!fromNode.id.startsWith('trigger:')) hands.openPaletteFor({ after: { from: fromNode.id, port }, at })
        else hands.openPaletteFor({ at })
      },
      onReconnect: ({ data }: FlowEdge, { source, sourceHandle, target }: Connection) => {
        if (data !== undefined) hands.rejoin(data.edge, { from: source, port: sourceHandle ?? data.edge.port, to: target })
      },
      onReconnectEnd: (_, edge: Edge, __, { toHandle }) => {
        const { data } = edge as FlowEdge // All edges are of this kind.
        if (toHandle === null && data !== undefined) hands.cut(data.edge)
      },
      isValidConnection: ({ source, target }) => source !== target,
      onDragOver(event) {
        if (event.dataTransfer.types.includes(draggedType)) event.preventDefault()
      },
      onDrop(event) {
        const [kind, type] = event.dataTransfer.getData(draggedType).split(' ')
        if (type === undefined) return
        event.preventDefault()
        hands.add(kind === 'trigger' ? 'trigger' : 'node', type, { at: pointOf(event.nativeEvent).flow })
      },
    }
  }, [store, hands, flow])
}
