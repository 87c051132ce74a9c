import { useShallow } from 'zustand/react/shallow'
import { useMarks } from './marks.ts'
import { RunBadge } from './run-badge.tsx'
import styles from './run-marks.module.css'
import { VerdictMark } from './verdict-mark.tsx'

/** At the corner of a node. */
export function RunMarks({ nodeKey }: { readonly nodeKey: string }) {
  const badge = useMarks(useShallow(({ badges }) => badges.get(nodeKey)))
  const verdict = useMarks(({ verdicts }) => verdicts?.get(nodeKey))
  if (badge === undefined && verdict === undefined) return null
  return (
    <span className={styles.marks} aria-hidden>
      {verdict !== undefined && <VerdictMark verdict={verdict} />}
      {badge !== undefined && <RunBadge badge={badge} />}
    </span>
  )
}
