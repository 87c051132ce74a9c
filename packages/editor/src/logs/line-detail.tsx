import { Crosshair, Filter, History, X } from 'lucide-react'
import { Link } from 'react-router'
import type { LogLine } from '../api/api-schema.ts'
import { CopyButton } from '../design/copy-button.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { ValueView } from '../design/value-view.tsx'
import styles from './detail.module.css'
import { LevelMark } from './level-mark.tsx'
import { canvasOf, type LineFilter, stepAddress } from './line-filter.ts'

interface LineDetailProps {
  readonly line: LogLine
  readonly workflowName: string
  onFilter(part: Partial<LineFilter>): void
  onClose(): void
}

/** One line whole: what was said, the data beside it, and the ways to where it was said. */
export function LineDetail({ line, workflowName, onFilter, onClose }: LineDetailProps) {
  const { level, message, data, isCut, workflowId, executionId, step, node, attempt } = line
  return (
    <section className={styles.detail} aria-label="The line">
      <header className={styles.head}>
        <LevelMark level={level} />
        <h2>{step}</h2>
        <span className={styles.soft}>
          {workflowName}
          {attempt > 1 && ` · attempt ${attempt}`}
        </span>
        <span className={styles.gap} />
        <Link to={stepAddress(executionId, step)}>
          <History size={14} aria-hidden /> The step
        </Link>
        <Link to={canvasOf(line)}>
          <Crosshair size={14} aria-hidden /> On the canvas
        </Link>
        <IconButton icon={Filter} label="Only this node" onClick={() => onFilter({ workflow: workflowId, node })} />
        <IconButton icon={History} label="Only this execution" onClick={() => onFilter({ execution: executionId })} />
        <CopyButton text={message} what="the message" isSmall={false} />
        <IconButton icon={X} label="Close" shortcut="Escape" onClick={onClose} />
      </header>
      <p className={styles.message}>{message}</p>
      {isCut && (
        <p className={styles.soft}>
          It is longer than is listed here: <Link to={stepAddress(executionId, step)}>the step</Link> has all of it.
        </p>
      )}
      {data !== undefined && <ValueView value={data} name={`data of ${step}`} isPlain />}
    </section>
  )
}
