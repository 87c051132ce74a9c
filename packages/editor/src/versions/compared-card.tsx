import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { entryY, portPlaces } from '../canvas/layout/port-places.ts'
import { TypeIcon } from '../design/type-icon.tsx'
import type { CanvasNode } from '../model/canvas-node.ts'
import styles from './compared-card.module.css'
import type { ComparedNode } from './compared-flow.ts'
import { MarkWord } from './mark-word.tsx'

/** A node, trigger or scope of either version, with what became of it. */
export const ComparedCard = memo(function ComparedCard({ data, type, width = 0, height = 0 }: NodeProps<ComparedNode>) {
  const { node, parts, mark } = data
  const { title, line, type: nodeType, icon, kind, isDisabled } = node
  const label = [title, kind === 'trigger' ? `trigger ${nodeType}` : nodeType, line, mark ?? 'the same'].filter((part) => part !== '')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields; this is a figure.
    <div
      className={type === 'scope' ? styles.frame : styles.card}
      role="group"
      aria-label={label.join(', ')}
      data-mark={mark ?? 'same'}
      data-kind={kind}
      data-disabled={isDisabled}
    >
      <div className={styles.head}>
        <span className={styles.icon}>
          <TypeIcon name={icon} />
        </span>
        <span className={styles.words}>
          <span className={styles.title}>{title}</span>
          <span className={styles.line}>{line || nodeType}</span>
        </span>
      </div>
      {mark !== undefined && (
        <span className={styles.mark}>
          <MarkWord mark={mark} />
        </span>
      )}
      {type === 'scope' &&
        parts.length > 1 &&
        parts.map(({ part, y }) => (
          <span key={part} className={styles.part} style={{ top: y }}>
            {part}
          </span>
        ))}
      <Handles node={node} width={width} height={height} />
    </div>
  )
})

/** Where edges arrive and leave; nothing can be pulled from them. */
function Handles({ node, ...size }: { readonly node: CanvasNode; readonly width: number; readonly height: number }) {
  return (
    <>
      {node.kind !== 'trigger' && (
        <Handle
          type="target"
          id="in"
          className={styles.port}
          position={Position.Left}
          isConnectable={false}
          style={{ top: entryY(node, size) }}
        />
      )}
      {portPlaces(node, size).map(({ port, side, x, y }) => (
        <Handle
          key={port.name}
          type="source"
          id={port.name}
          className={styles.port}
          data-kind={port.kind}
          position={side === 'right' ? Position.Right : Position.Bottom}
          isConnectable={false}
          style={side === 'right' ? { top: y } : { left: x }}
        />
      ))}
    </>
  )
}
