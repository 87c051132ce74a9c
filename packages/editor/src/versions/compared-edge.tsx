import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { edgeShape } from '../canvas/flow/edge-shape.ts'
import styles from './compared-edge.module.css'
import type { ComparedEdge as Compared } from './compared-flow.ts'

const words = { added: 'added', removed: 'removed', moved: 'moved', changed: 'changed', renamed: 'renamed' } as const

/** An edge of either version; one that differs says so. */
export const ComparedEdge = memo(function ComparedEdge(props: EdgeProps<Compared>) {
  const { sourceX, sourceY, data } = props
  const { path, middle } = edgeShape(props, data?.lane)
  const { edge, mark } = data ?? {}
  const label = [edge?.label ?? '', mark === undefined ? '' : words[mark]].filter((part) => part !== '').join(' · ')
  return (
    <g className={styles.edge} data-mark={mark ?? 'same'} data-kind={edge?.kind}>
      <path className={styles.reach} d={path} />
      <path className={`react-flow__edge-path ${styles.line}`} d={path} />
      {label !== '' && (
        // Where it led and where it leads begin at the same port: one has its word at its middle, the other one below its beginning.
        <text
          className={styles.label}
          {...(mark === 'moved' ? { x: sourceX + 12, y: sourceY + 18 } : { x: middle.x, y: middle.y - 8, textAnchor: 'middle' })}
        >
          {label}
        </text>
      )}
    </g>
  )
})
