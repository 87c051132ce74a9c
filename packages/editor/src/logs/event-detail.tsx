import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Link } from 'react-router'
import { call } from '../api/call.ts'
import { Failure } from '../design/failure.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Loading } from '../design/loading.tsx'
import { ValueView } from '../design/value-view.tsx'
import styles from './detail.module.css'
import { stepAddress } from './line-filter.ts'
import type { ShownEvent } from './use-events.ts'

interface EventDetailProps {
  readonly event: ShownEvent
  readonly names: ReadonlyMap<string, string>
  onClose(): void
}

/** One event: who told it, what it has started, and its data. */
export function EventDetail({ event, names, onClose }: EventDetailProps) {
  const { name, firings, received, isDelivered, depth } = event
  return (
    <section className={styles.detail} aria-label="The event">
      <header className={styles.head}>
        <h2>{name}</h2>
        <Sender event={event} names={names} />
        {depth > 1 && <span className={styles.soft}>{depth} in a row led to it</span>}
        <span className={styles.gap} />
        <IconButton icon={X} label="Close" shortcut="Escape" onClick={onClose} />
      </header>
      <ul className={styles.list} aria-label="What has come of it">
        {firings.map(({ workflowId, triggerId, outcome, executionId, message }) => (
          <li key={`${workflowId} ${triggerId}`} className={outcome === 'failed' ? styles.failed : undefined}>
            {outcome === 'failed' ? 'Failed to start ' : 'Started '}
            {executionId === undefined ? (
              (names.get(workflowId) ?? workflowId)
            ) : (
              <Link to={stepAddress(executionId, undefined)}>{names.get(workflowId) ?? workflowId}</Link>
            )}{' '}
            by its trigger {triggerId}
            {message !== undefined && `: ${message}`}
          </li>
        ))}
        {received > 0 && <li>{received === 1 ? 'A step that waited' : `${received} steps that waited`} received it.</li>}
        {firings.length + received === 0 && (
          <li className={styles.soft}>
            {isDelivered ? 'Nothing listens for it, or its filter is false, and no step waited for it.' : 'It is not delivered yet.'}
          </li>
        )}
      </ul>
      <EventData event={event} />
    </section>
  )
}

/** Data that the live link has cut is read. */
function EventData({ event: { id, name, data, previews } }: Pick<EventDetailProps, 'event'>) {
  const isCut = previews !== undefined
  const whole = useQuery({
    queryKey: ['events', 'one', id],
    queryFn: ({ signal }) => call('GET /api/v1/events/{id}', { params: { id }, signal }),
    enabled: isCut,
  })
  if (!isCut || whole.data !== undefined) return <ValueView value={whole.data?.data ?? data} name={`data of ${name}`} isPlain />
  return whole.error === null ? <Loading what="its data" /> : <Failure error={whole.error} onRetry={() => void whole.refetch()} />
}

function Sender({ event: { source }, names }: Pick<EventDetailProps, 'event' | 'names'>) {
  const { workflowId, executionId, step, by } = source
  if (workflowId === undefined || executionId === undefined) return <span className={styles.soft}>{by ?? 'from outside'}</span>
  return (
    <Link to={stepAddress(executionId, step)}>
      {step === undefined ? `the end of ${names.get(workflowId) ?? workflowId}` : `${names.get(workflowId) ?? workflowId}: ${step}`}
    </Link>
  )
}
