import { type EdgeProps, getBezierPath } from '@xyflow/react'
import { memo } from 'react'
import { useEditor } from './editor-context.ts'
import { useHands } from './editor-hand.ts'
import styles from './flow-edge.module.css'
import type { FlowEdge as Flow } from './flow-edges.ts'

/** An edge; what goes wrong is red and says so. Under the pointer it offers to put a node into its middle. */
export const FlowEdge = memo(function FlowEdge({
  id,
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
  data,
}: EdgeProps<Flow>) {
  const { openPaletteFor } = useHands()
  const shown = useEditor(({ overlay }) => overlay?.edges.get(id))
  const [path, middleX, middleY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition })
  if (data === undefined) return null
  const { kind, label, from, port, to } = data.edge
  return (
    <g className={styles.edge} data-kind={kind} data-state={shown?.state}>
      <path className={styles.reach} d={path} />
      <path className={`react-flow__edge-path ${styles.line}`} d={path} />
      {label !== '' && kind === 'error' && (
        <text className={styles.label} x={sourceX + 8} y={sourceY + 18}>
          {label}
        </text>
      )}
      {shown !== undefined && shown.count > 1 && (
        <text className={styles.count} x={middleX} y={middleY - 8} textAnchor="middle">
          {shown.count} ×
        </text>
      )}
      {kind !== 'trigger' && (
        // biome-ignore lint/a11y/noStaticElementInteractions: by key, the palette inserts into the edge that is selected.
        <g
          className={styles.insert}
          transform={`translate(${middleX} ${middleY})`}
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
