import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { edgeShape } from '../canvas/flow/edge-shape.ts'
import look from '../canvas/flow/flow-edge.module.css'
import type { FlowEdge } from '../canvas/flow/flow-edges.ts'
import { useMarks } from './marks.ts'
import styles from './run-edge.module.css'

/** An edge, with what flowed along it. */
export const RunEdge = memo(function RunEdge(props: EdgeProps<FlowEdge>) {
  const { sourceX, sourceY, data, id } = props
  const state = useMarks(useShallow(({ edges }) => edges.get(id)))
  const before = useMarks(({ edgesBefore }) => edgesBefore?.get(id)?.state)
  const isOnErrorPath = useMarks(({ errorPath }) => errorPath.has(id))
  const { path, middle } = edgeShape(props, data?.lane)
  const { label = '', kind } = data?.edge ?? {}
  const isInA = before === 'carried' && state?.state !== 'carried'
  const isInB = before !== undefined && before !== 'carried' && state?.state === 'carried'
  const count = state?.count ?? 0
  const text = isInA ? 'only A' : isInB ? 'only B' : count > 1 ? `${count} ×` : ''
  return (
    <g
      className={`${look.edge} ${styles.edge}`}
      data-kind={kind}
      data-flow={state?.state}
      data-only={isInA ? 'a' : isInB ? 'b' : undefined}
    >
      <path className={look.reach} d={path} />
      <path className={`react-flow__edge-path ${look.line} ${styles.line}`} data-error-path={isOnErrorPath} d={path} />
      {label !== '' && kind === 'error' && (
        <text className={look.label} x={sourceX + 8} y={sourceY + 18}>
          {label}
        </text>
      )}
      {text !== '' && (
        <text className={styles.count} x={middle.x} y={middle.y - 8} textAnchor="middle">
          {text}
        </text>
      )}
    </g>
  )
})
