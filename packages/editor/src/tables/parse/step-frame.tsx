import type { ReactNode } from 'react'
import styles from './parse-page.module.css'

interface StepFrameProps {
  readonly children: ReactNode
  /** What came of the last press below; beside its button it is seen however far the list above is scrolled. */
  readonly trouble?: ReactNode
  /** At its foot: the way back first, the main one last. */
  readonly actions: ReactNode
}

/** What all three steps look like: what there is to read and choose scrolls above, the way on stays below. */
export function StepFrame({ children, trouble, actions }: StepFrameProps) {
  return (
    <>
      <div className={styles.scroller}>
        <div className={styles.column}>{children}</div>
      </div>
      <footer className={styles.foot}>
        <div className={styles.trouble}>{trouble}</div>
        <div className={styles.actions}>{actions}</div>
      </footer>
    </>
  )
}
