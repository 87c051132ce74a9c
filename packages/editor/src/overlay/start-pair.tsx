import type { Json } from '@millrace/engine'
import type { Execution } from '../api/api-schema.ts'
import styles from './step-pair.module.css'
import { ValueDifferences } from './value-differences.tsx'

interface StartPairProps {
  readonly a: Execution
  readonly b: Execution
}

/** What two executions were started with, where it differs. */
export function StartPair({ a, b }: StartPairProps) {
  return (
    <article className={styles.pair} aria-label="What started both executions">
      <header className={styles.head}>
        <h3>What started them</h3>
      </header>
      {[a, b].some(({ hides = [] }) => hides.length > 0) && (
        <p className={styles.note}>Not all of it was kept, by the settings of the workflow or because of a secret: that may differ too.</p>
      )}
      <ValueDifferences before={startOf(a)} after={startOf(b)} what="start" />
    </article>
  )
}

/** As expressions call it: what the trigger received, and the inputs made of it. */
export function startOf({ trigger, inputs }: Pick<Execution, 'trigger' | 'inputs'>): Json {
  return { trigger: trigger?.data ?? null, inputs: inputs ?? null } as Json // From the API, which speaks JSON.
}
