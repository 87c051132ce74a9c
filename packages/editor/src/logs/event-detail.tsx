import { X } from 'lucide-react'
import { Link } from 'react-router'
import type { Event } from '../api/api-schema.ts'
import { IconButton } from '../design/icon-button.tsx'
import { ValueView } from '../design/value-view.tsx'
import styles from './detail.module.css'
import { stepAddress } from './line-filter.ts'

interface EventDetailProps {
  readonly event: Event
  readonly names: ReadonlyMap<string, string>
  onClose(): void
}

/** One event: who told it, what it has started, and its data. */
export function EventDetail({ event, names, onClose }: EventDetailProps) {
  const { name, data, firings, received, isDelivered, depth } = event
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
      <ValueView value={data} name={`data of ${name}`} isPlain />
    </section>
  )
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
