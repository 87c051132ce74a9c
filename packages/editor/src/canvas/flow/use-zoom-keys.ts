import { useReactFlow } from '@xyflow/react'
import { useActions } from '../../shell/actions.ts'
import { fit } from './fit.ts'

/** The keys of the zoom, on a canvas that is only looked at. */
export function useZoomKeys(): void {
  const flow = useReactFlow()
  const group = 'Canvas'
  useActions([
    { id: 'canvas.zoom-in', name: 'Zoom in', keys: ['Plus'], group, run: () => void flow.zoomIn() },
    { id: 'canvas.zoom-out', name: 'Zoom out', keys: ['-'], group, run: () => void flow.zoomOut() },
    { id: 'canvas.zoom-one', name: 'Zoom to full size', keys: ['0'], group, run: () => void flow.zoomTo(1) },
    { id: 'canvas.fit', name: 'Show everything', keys: ['1'], group, run: () => void flow.fitView(fit) },
  ])
}
