import { type EdgeProps, getBezierPath } from '@xyflow/react'
import { memo } from 'react'
import styles from './flow-edge.module.css'
import type { FlowEdge as Flow } from './flow-edges.ts'

/** An edge, with its port written on it where a node has several. */
export const FlowEdge = memo(function FlowEdge({
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
  data,
}: EdgeProps<Flow>) {
  const [path] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition })
  const label = data?.edge.label ?? ''
  return (
    <g className={styles.edge} data-kind={data?.edge.kind}>
      <path className={styles.reach} d={path} />
      <path className={`react-flow__edge-path ${styles.line}`} d={path} />
      {label !== '' && data?.edge.kind === 'error' && (
        <text className={styles.label} x={sourceX + 8} y={sourceY + 18}>
          {label}
        </text>
      )}
    </g>
  )
})
