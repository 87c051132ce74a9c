import { useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { RelativeTime } from '../design/relative-time.tsx'
import styles from './upcoming-times.module.css'
import { type ShownTrigger, triggersKey } from './use-triggers.ts'

const shownTimes = 5
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** When a schedule fires, in words and in the next times. */
export function UpcomingTimes({ trigger: { workflowId, triggerId, key, isPaused } }: { readonly trigger: ShownTrigger }) {
  const { data, error, refetch } = useQuery({
    queryKey: [...triggersKey, 'upcoming', key],
    queryFn: ({ signal }) =>
      call('GET /api/v1/schedules/{workflow}/{trigger}', {
        params: { workflow: workflowId, trigger: triggerId },
        query: { count: shownTimes },
        signal,
      }),
  })
  if (data === undefined) {
    return error === null ? <Loading what="the next times" /> : <Failure error={error} onRetry={() => void refetch()} />
  }
  return (
    <section className={styles.upcoming}>
      <h3 className={styles.heading}>Goes by the clock</h3>
      {data.sentence !== undefined && <p>{data.sentence}</p>}
      <ol className={styles.times} data-paused={isPaused === true}>
        {data.upcoming.map((at) => (
          <li key={at} className={styles.time}>
            <span>{new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}</span>
            <RelativeTime at={at} />
          </li>
        ))}
      </ol>
      {data.upcoming.length > 0 && <p className={styles.note}>In the time zone of this browser, {ownZone}.</p>}
      {isPaused === true && <p className={styles.note}>Paused: these times pass without an execution.</p>}
      {data.upcoming.length === 0 && <p className={styles.note}>No time is left: it will not fire again.</p>}
    </section>
  )
}
