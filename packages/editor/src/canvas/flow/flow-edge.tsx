import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { useEditor } from '../editor-context.ts'
import { useHands } from '../editor-hand.ts'
import { edgeShape } from './edge-shape.ts'
import styles from './flow-edge.module.css'
import type { FlowEdge as Flow } from './flow-edges.ts'

/** An edge; what goes wrong is red and says so. Under the pointer it offers to put a node into its middle. */
export const FlowEdge = memo(function FlowEdge(props: EdgeProps<Flow>) {
  const { id, sourceX, sourceY, data } = props
  const { openPaletteFor } = useHands()
  const shown = useEditor(({ overlay }) => overlay?.edges.get(id))
  const { path, middle } = edgeShape(props, data?.lane)
  if (data === undefined) return null
  const { kind, label, from, port, to } = data.edge
  return (
    <g className={styles.edge} data-kind={kind} data-state={shown?.state}>
      <path className={styles.reach} d={path} />
      <path className={`react-flow__edge-path ${styles.line}`} d={path} />
      {label !== '' && kind === 'error' && (
        // Before its port: the edge turns to the other side, and so does that of a second failure.
        <text className={styles.label} x={sourceX - 7} y={sourceY + 11} textAnchor="end">
          {label}
        </text>
      )}
      {shown !== undefined && shown.count > 1 && (
        <text className={styles.count} x={middle.x} y={middle.y - 8} textAnchor="middle">
          {shown.count} ×
        </text>
      )}
      {kind !== 'trigger' && (
        // biome-ignore lint/a11y/noStaticElementInteractions: by key, the palette inserts into the edge that is selected.
        <g
          className={styles.insert}
          transform={`translate(${middle.x} ${middle.y})`}
          onMouseDown={(event) => event.stopPropagation()}
          onClick={(event) => {
            event.stopPropagation()
            openPaletteFor({ between: { from, port, to } })
          }}
        >
          <title>Insert a node here</title>
          <circle r={10} />
          <path d="M-4 0H4M0 -4V4" />
        </g>
      )}
    </g>
  )
})
