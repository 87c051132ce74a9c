import { CircleCheck } from 'lucide-react'
import { Link } from 'react-router'
import { Failure } from '../../design/failure.tsx'
import { StatusMark } from '../../design/status-mark.tsx'
import { counted, type Progress, progressSum, shareOf, shownStatus } from '../../model/tables/parse-import.ts'
import { ImportBar } from './import-bar.tsx'
import styles from './import-step.module.css'
import type { ParseImport } from './use-parse-import.ts'

interface ImportStateProps {
  readonly executionId: string
  readonly of: ParseImport
}

/** The whole of it in one bar and one sentence; what it came to grief at stands out. */
export function ImportState({ executionId, of: { status: given, classes, error, retriedAs } }: ImportStateProps) {
  const losses = classes.reduce((sum, one) => sum + one.losses, 0)
  const sum = progressSum(classes)
  const status = shownStatus(given)
  const share = shareOf(
    sum,
    classes.every(({ isDone }) => isDone),
  )
  return (
    <div className={styles.state}>
      <div className={styles.line}>
        {status === 'success' ? <CircleCheck className={styles.good} size={24} aria-hidden /> : <StatusMark status={status} />}
        <p className={styles.sentence} role="status">
          {retriedAs === undefined ? sentences[status](sum, classes.length) : retried}
        </p>
        <span className={styles.percent}>{Math.floor(100 * share)} %</span>
      </div>
      <ImportBar label="All records" share={share} />
      <p className={styles.text}>
        {status === 'success' ? 'Counted when it began: ' : `${sum.imported.toLocaleString()} of `}
        {counted(sum.records, 'record')}
        {(status === 'running' || status === 'queued') &&
          '. You may leave this page and close the browser: the import goes on, and is found here again.'}
      </p>
      {losses > 0 && (
        <p className={styles.text}>
          {counted(losses, 'value')} could not be kept as {losses === 1 ? 'it was' : 'they were'}:{' '}
          <Link to={`/logs?${new URLSearchParams({ execution: executionId })}`}>the log</Link> says which.
        </p>
      )}
      {error !== undefined && status !== 'canceled' && (
        <Failure error={error.class === undefined ? error.message : `Class ${error.class}: ${error.message}`} />
      )}
    </div>
  )
}

const kept = 'What has come stays. Retry goes on where it stopped, and no record comes twice.'

/** How far it is, is told of both together. */
const retried = 'It stopped, and its retry has gone on from there: what has come since is counted here too.'

const sentences: Readonly<Record<ReturnType<typeof shownStatus>, (sum: Progress, classes: number) => string>> = {
  queued: () => 'It begins as soon as it can: one import runs at a time.',
  running: () => 'The records come.',
  paused: () => 'It is paused: nothing comes until it is resumed.',
  success: ({ imported }, classes) => `${counted(imported, 'record')} of ${counted(classes, 'class', 'classes')} are here.`,
  failed: () => `It stopped. ${kept}`,
  timed_out: () => `It took longer than it may. ${kept}`,
  crashed: () => `The server broke off. ${kept}`,
  canceled: () => `It was canceled. ${kept}`,
}
