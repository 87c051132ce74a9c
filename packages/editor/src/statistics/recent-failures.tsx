import { Link } from 'react-router'
import type { ExecutionSummary } from '../api/api-schema.ts'
import { RelativeTime } from '../design/relative-time.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import styles from './counts.module.css'

interface RecentFailuresProps {
  readonly failures: readonly ExecutionSummary[]
  nameOf(id: string): string
  /** The address of all of them. */
  readonly more: string
}

/** What failed last, with what was wrong: each leads to its execution. */
export function RecentFailures({ failures, nameOf, more }: RecentFailuresProps) {
  return (
    <section className={styles.part}>
      <h2>Failed last</h2>
      {failures.length === 0 && <p className={styles.nothing}>Nothing that started in this time has failed.</p>}
      <ul className={styles.failures}>
        {failures.map(({ id, workflowId, status, startedAt, error }) => (
          <li key={id}>
            <StatusMark status={status} isSmall />
            <Link to={`/executions/${id}`}>{nameOf(workflowId)}</Link>
            <span className={styles.when}>
              <RelativeTime at={startedAt} />
            </span>
            {error !== undefined && <p className={styles.error}>{error.message}</p>}
          </li>
        ))}
      </ul>
      {failures.length > 0 && <Link to={more}>All that failed</Link>}
    </section>
  )
}
