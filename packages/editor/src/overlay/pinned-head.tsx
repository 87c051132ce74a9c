import { GitCompare, ListTree, Lock, PencilLine, X } from 'lucide-react'
import { Link } from 'react-router'
import type { Execution } from '../api/api-schema.ts'
import { Button } from '../design/button.tsx'
import { durationText } from '../design/duration-text.ts'
import { RelativeTime } from '../design/relative-time.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { useTitle } from '../shell/use-title.ts'
import styles from './pinned-head.module.css'

interface PinnedHeadProps {
  readonly name: string
  readonly execution: Execution
  onCompare(): void
  onDraft(): void
  onUnpin(): void
}

/** Which execution is pinned, that nothing can be changed meanwhile, and what one does with it. */
export function PinnedHead({ name, execution, onCompare, onDraft, onUnpin }: PinnedHeadProps) {
  const { id, status, startedAt, durationMs, workflowVersion, isTest } = execution
  useTitle(`${name}, execution pinned`)
  return (
    <header className={styles.head}>
      <h1 className={styles.name}>{name}</h1>
      <span className={styles.pin} title="An execution is pinned: the canvas shows what ran, so nothing is changed here. Unpin to edit.">
        <Lock size={14} aria-hidden />
        Pinned, read only
      </span>
      <StatusMark status={status} />
      <span className={styles.facts}>
        <RelativeTime at={startedAt} />
        {durationMs !== undefined && ` · ${durationText(durationMs)}`} · {isTest === true ? 'test run' : `version ${workflowVersion}`}
      </span>
      <span className={styles.gap} />
      <Link className={styles.link} to={`/executions/${id}`}>
        <ListTree size={16} aria-hidden />
        Timeline
      </Link>
      <Button icon={GitCompare} onClick={onCompare}>
        Compare
      </Button>
      <Button icon={PencilLine} onClick={onDraft}>
        Edit with this data
      </Button>
      <Button icon={X} look="main" onClick={onUnpin}>
        Unpin
      </Button>
    </header>
  )
}
