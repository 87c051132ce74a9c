import type { NodeProps } from '@xyflow/react'
import { ChevronDown } from 'lucide-react'
import { memo } from 'react'
import type { CardNode } from '../canvas/flow/flow-nodes.ts'
import { Ports } from '../canvas/flow/ports.tsx'
import look from '../canvas/flow/scope-frame.module.css'
import { TypeIcon } from '../design/type-icon.tsx'
import { useMarks } from './marks.ts'
import styles from './run-card.module.css'
import { RunMarks } from './run-marks.tsx'
import { TurnStepper } from './turn-stepper.tsx'
import { useRunLook } from './use-run-look.ts'

/** A scope around what is inside it; of one that goes in turns, one of them can be chosen. */
export const RunScope = memo(function RunScope({ data: { node, parts }, width = 0, height = 0 }: NodeProps<CardNode>) {
  const { key, layoutKey, title, line, type, icon, isDisabled } = node
  const { words, reason, ...state } = useRunLook(node)
  const select = useMarks((marks) => marks.select)
  const fold = useMarks((marks) => marks.fold)
  return (
    <div className={`${look.frame} ${styles.frame}`} data-disabled={isDisabled} {...state}>
      <div className={`${look.head} ${styles.head}`}>
        <button
          type="button"
          data-face
          className={styles.face}
          aria-label={words}
          aria-pressed={state['data-selected']}
          onClick={() => select(key)}
        />
        <TypeIcon name={icon} size={18} />
        <span className={styles.title} aria-hidden>
          {title}
        </span>
        <span className={look.line} aria-hidden>
          {reason ?? (line || type)}
        </span>
        <TurnStepper scope={key} title={title} />
        <button type="button" className={`${look.fold} ${styles.above}`} aria-label={`Close ${title}`} onClick={() => fold(layoutKey)}>
          <ChevronDown size={16} aria-hidden />
        </button>
      </div>
      {parts.length > 1 &&
        parts.map(({ part, y }) => (
          <span key={part} className={look.part} style={{ top: y }} data-part={part}>
            {part === 'body' ? 'try' : part}
          </span>
        ))}
      <RunMarks nodeKey={key} />
      <Ports node={node} size={{ width, height }} />
    </div>
  )
})
