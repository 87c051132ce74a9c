import { lookOf } from '../design/status-mark.tsx'
import { Unseen } from '../design/unseen.tsx'
import type { LastRun } from './listed-workflow.ts'
import styles from './runs-sparkline.module.css'
import { runsText } from './runs-text.ts'

const places = 20

/** The last runs as bars, the newest at the right: what failed stands out by its height too, not by colour alone. */
export function RunsSparkline({ runs }: { readonly runs: readonly LastRun[] }) {
  const shown = runs.slice(0, places).toReversed()
  const text = runsText(runs.slice(0, places))
  return (
    <span className={styles.runs} title={text}>
      <Unseen>{text}</Unseen>
      {Array.from({ length: places - shown.length }, (_, place) => (
        <span key={`none ${String(place)}`} className={styles.run} data-tone="none" aria-hidden />
      ))}
      {shown.map((run) => (
        <span key={run.executionId} className={styles.run} data-tone={lookOf(run.status).tone} aria-hidden />
      ))}
    </span>
  )
}
