import { type ReactFlowInstance, useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { useEditorStore } from '../editor-context.ts'
import { type CanvasView, createCanvasView, noCorner } from '../flow/canvas-view.ts'
import { fit } from '../flow/fit.ts'
import { cornersOf } from '../flow/group-frames.ts'
import { createLayoutHand, type LayoutHand } from './layout-hand.ts'
import { createTextHand, type TextHand } from './text-hand.ts'
import { useCanvasAct } from './use-canvas-act.ts'
import { type Direction, walk } from './walk.ts'

/** All that a hand does on the canvas, by mouse, key, menu or command bar alike. */
export interface CanvasHand extends TextHand, Omit<LayoutHand, 'addNote'>, Pick<CanvasView, 'reach'> {
  addNote(): void
  step(direction: Direction): void
  selectAll(): void
  zoomIn(): void
  zoomOut(): void
  zoomToFull(): void
  fit(): void
}

export function useCanvasHand(): CanvasHand {
  const store = useEditorStore()
  const act = useCanvasAct()
  const flow = useReactFlow()
  return useMemo(() => {
    const view = createCanvasView({ store, flow })
    const layout = createLayoutHand({ act }, view)
    return {
      ...createTextHand({ act }, view),
      ...layout,
      ...createEyes(view, flow),
      reach: view.reach,
      addNote: () => layout.addNote(flow.screenToFlowPosition(middleOfCanvas())),
    }
  }, [store, act, flow])
}

/** What changes nothing but what one looks at. */
function createEyes({ now, placed, reach }: CanvasView, flow: ReactFlowInstance) {
  return {
    step(direction: Direction) {
      const { canvas, nodes, edges, focused } = now()
      const boxes = nodes.flatMap((node) => (node.type === 'group' && node.data.group.isClosed ? [node] : []))
      const corners = new Map([...cornersOf(placed()), ...boxes.map(({ id, position }) => [id, position] as const)])
      const ends = edges.map(({ source, target }) => ({ from: source, to: target }))
      const to = focused === undefined ? canvas.nodes[0]?.key : walk({ edges: ends }, corners, focused, direction)
      if (to === undefined) return
      now().select(boxes.find(({ id }) => id === to)?.data.group.keys ?? [to])
      reach(to)
    },
    selectAll: () => now().select(now().nodes.flatMap((node) => (node.type === 'group' ? node.data.group.keys : [node.id]))),
    zoomIn: () => void flow.zoomIn(),
    zoomOut: () => void flow.zoomOut(),
    zoomToFull: () => void flow.zoomTo(1),
    fit: () => void flow.fitView(fit),
  }
}

function middleOfCanvas() {
  const box = document.querySelector('.react-flow')?.getBoundingClientRect()
  return box === undefined ? noCorner : { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
