import { Handle, Position } from '@xyflow/react'
import type { CanvasNode } from '../../model/canvas-node.ts'
import type { Size } from '../../model/layout-file.ts'
import { entryY, portPlaces } from '../layout/port-places.ts'
import styles from './ports.module.css'

/** Where edges arrive and leave: what one pulls new edges from. */
export function Ports({ node, size }: { readonly node: CanvasNode; readonly size: Size }) {
  const isSeveral = node.ports.filter(({ kind }) => kind === 'normal').length > 1
  return (
    <>
      {node.kind !== 'trigger' && (
        <Handle type="target" id="in" className={styles.entry} position={Position.Left} style={{ top: entryY(node, size) }} />
      )}
      {portPlaces(node, size).map(({ port, side, x, y }) => (
        <Handle
          key={port.name}
          type="source"
          id={port.name}
          className={styles.exit}
          data-kind={port.kind}
          position={side === 'right' ? Position.Right : Position.Bottom}
          style={side === 'right' ? { top: y } : { left: x }}
          title={port.name}
        >
          {isSeveral && side === 'right' && <span className={styles.name}>{port.name}</span>}
        </Handle>
      ))}
    </>
  )
}
