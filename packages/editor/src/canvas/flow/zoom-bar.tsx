import { Panel, useReactFlow } from '@xyflow/react'
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { fit } from './fit.ts'
import styles from './zoom-bar.module.css'

/** Nearer, farther, everything. */
export function ZoomBar() {
  const flow = useReactFlow()
  return (
    <Panel position="bottom-left" className={styles.bar ?? ''}>
      <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => void flow.zoomIn()}>
        <ZoomIn size={16} aria-hidden />
      </button>
      <button type="button" aria-label="Zoom out" title="Zoom out (-)" onClick={() => void flow.zoomOut()}>
        <ZoomOut size={16} aria-hidden />
      </button>
      <button type="button" aria-label="Show everything" title="Show everything (1)" onClick={() => void flow.fitView(fit)}>
        <Maximize size={16} aria-hidden />
      </button>
    </Panel>
  )
}
