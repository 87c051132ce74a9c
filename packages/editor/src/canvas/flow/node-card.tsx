import type { NodeProps } from '@xyflow/react'
import { ChevronRight } from 'lucide-react'
import { memo } from 'react'
import { TypeIcon } from '../../design/type-icon.tsx'
import { useEditorStore } from '../editor-context.ts'
import { CardMarks } from './card-marks.tsx'
import { CardTitle } from './card-title.tsx'
import type { CardNode } from './flow-nodes.ts'
import styles from './node-card.module.css'
import { nodeLabel } from './node-label.ts'
import { Ports } from './ports.tsx'
import { useCardFocus } from './use-card-focus.ts'

/** A node, a trigger or a closed scope: icon, name, and what it does in one line. */
export const NodeCard = memo(function NodeCard({ data: { node }, width = 0, height = 0 }: NodeProps<CardNode>) {
  const { key } = node
  const store = useEditorStore()
  const focus = useCardFocus(key)
  const { kind, layoutKey, title, line, type, icon, isDisabled, isKnown, ports } = node
  const isSeveral = ports.filter((port) => port.kind === 'normal').length > 1
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields; this is a figure that takes the focus.
    <div
      className={styles.card}
      role="group"
      {...focus}
      aria-label={nodeLabel(node)}
      data-kind={kind}
      data-disabled={isDisabled}
      data-known={isKnown}
      data-several={isSeveral}
    >
      <span className={styles.icon}>
        <TypeIcon name={icon} />
      </span>
      <span className={styles.words}>
        <CardTitle nodeKey={key} title={title} />
        <span className={styles.line}>{line || type}</span>
      </span>
      {kind === 'scope' && (
        <button
          type="button"
          className={styles.open}
          aria-label={`Open ${title}`}
          onClick={() => store.getState().changeLayout({ collapsed: { [layoutKey]: null } })}
        >
          <ChevronRight size={16} aria-hidden />
        </button>
      )}
      <CardMarks nodeKey={key} node={node} />
      <Ports node={node} size={{ width, height }} />
    </div>
  )
})
