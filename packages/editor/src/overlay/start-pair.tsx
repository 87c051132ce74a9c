import { compareValues, isStartOther, startOf } from '@millrace/engine'
import type { Execution } from '../api/api-schema.ts'
import styles from './step-pair.module.css'
import { ValueDifferences } from './value-differences.tsx'

interface StartPairProps {
  readonly a: Execution
  readonly b: Execution
}

/** What two executions were started with, where it differs. */
export function StartPair({ a, b }: StartPairProps) {
  const [before, after] = [startOf(a), startOf(b)]
  const isOtherLater = isStartOther(a, b) && compareValues(before, after, 1).length === 0
  return (
    <article className={styles.pair} aria-label="What started both executions">
      <header className={styles.head}>
        <h3>What started them</h3>
      </header>
      {[a, b].some(({ hides = [] }) => hides.length > 0) && (
        <p className={styles.note}>Not all of it was kept, by the settings of the workflow or because of a secret: that may differ too.</p>
      )}
      {isOtherLater ? (
        <p className={styles.note}>
          The data are large, and differ past the beginning that is here: see them on the page of each execution.
        </p>
      ) : (
        <ValueDifferences before={before} after={after} what="start" />
      )}
    </article>
  )
}
