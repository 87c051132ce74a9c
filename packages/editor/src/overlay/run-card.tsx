import type { NodeProps } from '@xyflow/react'
import { ChevronRight } from 'lucide-react'
import { memo } from 'react'
import type { CardNode } from '../canvas/flow/flow-nodes.ts'
import look from '../canvas/flow/node-card.module.css'
import { Ports } from '../canvas/flow/ports.tsx'
import { TypeIcon } from '../design/type-icon.tsx'
import { useMarks } from './marks.ts'
import styles from './run-card.module.css'
import { RunMarks } from './run-marks.tsx'
import { useRunLook } from './use-run-look.ts'

/** A node, a trigger or a closed scope, as it did in the execution that is pinned. */
export const RunCard = memo(function RunCard({ data: { node }, width = 0, height = 0 }: NodeProps<CardNode>) {
  const { key, kind, layoutKey, title, line, type, icon, isDisabled, isKnown } = node
  const { words, reason, ...state } = useRunLook(node)
  const isSeveral = node.ports.filter((port) => port.kind === 'normal').length > 1
  const select = useMarks((marks) => marks.select)
  const fold = useMarks((marks) => marks.fold)
  return (
    <div
      className={`${look.card} ${styles.card}`}
      data-kind={kind}
      data-disabled={isDisabled}
      data-known={isKnown}
      data-several={isSeveral}
      {...state}
    >
      <button
        type="button"
        data-face
        className={styles.face}
        aria-label={words}
        aria-pressed={state['data-selected']}
        onClick={() => select(key)}
      />
      <span className={`${look.icon} ${styles.icon}`} aria-hidden>
        <TypeIcon name={icon} />
      </span>
      <span className={look.words} aria-hidden>
        <span className={styles.title}>{title}</span>
        <span className={`${look.line} ${styles.line}`}>{reason ?? (line || type)}</span>
      </span>
      {kind === 'scope' && (
        <button type="button" className={`${look.open} ${styles.above}`} aria-label={`Open ${title}`} onClick={() => fold(layoutKey)}>
          <ChevronRight size={16} aria-hidden />
        </button>
      )}
      <RunMarks nodeKey={key} />
      <Ports node={node} size={{ width, height }} />
    </div>
  )
})
