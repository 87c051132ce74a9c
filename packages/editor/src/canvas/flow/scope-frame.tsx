import type { NodeProps } from '@xyflow/react'
import { ChevronDown } from 'lucide-react'
import { memo } from 'react'
import { TypeIcon } from '../../design/type-icon.tsx'
import { useEditorStore } from '../editor-context.ts'
import { CardMarks } from './card-marks.tsx'
import { CardTitle } from './card-title.tsx'
import type { CardNode } from './flow-nodes.ts'
import { nodeLabel } from './node-label.ts'
import { Ports } from './ports.tsx'
import styles from './scope-frame.module.css'
import { useCardFocus } from './use-card-focus.ts'

/** A scope, drawn around what is inside it. */
export const ScopeFrame = memo(function ScopeFrame({ data: { node, parts }, width = 0, height = 0 }: NodeProps<CardNode>) {
  const store = useEditorStore()
  const focus = useCardFocus(node.key)
  const { key, layoutKey, title, line, type, icon, isDisabled } = node
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields; this is a figure that takes the focus.
    <div className={styles.frame} role="group" {...focus} aria-label={nodeLabel(node)} data-disabled={isDisabled}>
      <div className={styles.head}>
        <TypeIcon name={icon} size={18} />
        <CardTitle nodeKey={key} title={title} />
        <span className={styles.line}>{line || type}</span>
        <button
          type="button"
          className={styles.fold}
          aria-label={`Close ${title}`}
          onClick={() => store.getState().changeLayout({ collapsed: { [layoutKey]: true } })}
        >
          <ChevronDown size={16} aria-hidden />
        </button>
      </div>
      {parts.length > 1 &&
        parts.map(({ part, y }) => (
          <span key={part} className={styles.part} style={{ top: y }} data-part={part}>
            {part === 'body' ? 'try' : part}
          </span>
        ))}
      <CardMarks nodeKey={key} node={node} />
      <Ports node={node} size={{ width, height }} />
    </div>
  )
})
