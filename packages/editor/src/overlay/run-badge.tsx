import { CircleX, RotateCw } from 'lucide-react'
import { durationText } from '../design/duration-text.ts'
import { StatusMark } from '../design/status-mark.tsx'
import type { Badge } from '../model/overlay/overlay.ts'
import { badgeFacts } from './badge-words.ts'
import styles from './run-badge.module.css'

/** How a node did in an execution: status, how long it took, how often it was tried and how often it ran. */
export function RunBadge({ badge }: { readonly badge: Badge }) {
  const { status, durationMs, attempts, runs, failures, items } = badge
  return (
    <span className={styles.badge} title={badgeFacts(badge)}>
      <StatusMark status={status} isSmall />
      {durationMs !== undefined && status !== 'skipped' && <span>{durationText(durationMs)}</span>}
      {attempts > 1 && (
        <span className={styles.fact}>
          <RotateCw size={10} strokeWidth={2.5} aria-hidden />
          {attempts}
        </span>
      )}
      {runs > 1 && <span className={styles.fact}>{runs} ×</span>}
      {runs > 1 && failures > 0 && (
        <span className={styles.fact} data-tone="failed">
          <CircleX size={10} strokeWidth={2.5} aria-hidden />
          {failures}
        </span>
      )}
      {runs === 1 && items !== undefined && <span className={styles.fact}>{items === 1 ? '1 item' : `${items} items`}</span>}
    </span>
  )
}
