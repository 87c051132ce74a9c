import type { Verdict } from '@millrace/engine'
import { verdictLooks } from './verdict-looks.ts'
import styles from './verdict-mark.module.css'

/** How two executions differ at a node: icon and word. */
export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const { icon: Icon, word, meaning } = verdictLooks[verdict]
  return (
    <span className={styles.mark} data-verdict={verdict} title={meaning}>
      <Icon size={12} strokeWidth={2.5} aria-hidden />
      {word}
    </span>
  )
}
