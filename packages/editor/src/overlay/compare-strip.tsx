import { ArrowLeftRight, X } from 'lucide-react'
import type { Execution } from '../api/api-schema.ts'
import { Button } from '../design/button.tsx'
import { durationText } from '../design/duration-text.ts'
import { IconButton } from '../design/icon-button.tsx'
import { RelativeTime } from '../design/relative-time.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { shortId } from '../history/execution-columns.tsx'
import styles from './compare-strip.module.css'

interface CompareStripProps {
  readonly a: Execution
  readonly b: Execution
  onSwap(): void
  onChoose(): void
  onEnd(): void
}

/** Which two executions are compared: A is the measure, B is the one whose badges the canvas shows. */
export function CompareStrip({ a, b, onSwap, onChoose, onEnd }: CompareStripProps) {
  const isOtherVersion = a.workflowVersion !== b.workflowVersion
  return (
    <section className={styles.strip} aria-label="What is compared">
      <Side letter="A" execution={a} isOtherVersion={isOtherVersion} />
      <IconButton icon={ArrowLeftRight} label="Swap the two" isSmall onClick={onSwap} />
      <Side letter="B" execution={b} isOtherVersion={isOtherVersion} />
      <span className={styles.soft}>on the canvas</span>
      <span className={styles.gap} />
      <Button look="quiet" onClick={onChoose}>
        Choose another
      </Button>
      <IconButton icon={X} label="End the comparison" onClick={onEnd} />
    </section>
  )
}

interface SideProps {
  readonly letter: string
  readonly execution: Execution
  /** Whether the two ran different versions of the workflow. */
  readonly isOtherVersion: boolean
}

function Side({ letter, execution, isOtherVersion }: SideProps) {
  return (
    <span className={styles.side}>
      <strong className={styles.letter}>{letter}</strong>
      <StatusMark status={execution.status} />
      <RelativeTime at={execution.startedAt} />
      <span className={styles.soft}>
        {execution.durationMs === undefined ? 'goes on' : durationText(execution.durationMs)}
        {isOtherVersion && ` · version ${execution.workflowVersion}`}
      </span>
      <code>{shortId(execution.id)}</code>
    </span>
  )
}
