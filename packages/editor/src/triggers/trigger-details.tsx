import { ExternalLink, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useTriggerTypes } from '../api/use-trigger-types.ts'
import { CodeBlock } from '../design/code-block.tsx'
import { CopyButton } from '../design/copy-button.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { RelativeTime } from '../design/relative-time.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { TestListener } from './test-listener.tsx'
import { TriggerActions } from './trigger-actions.tsx'
import styles from './trigger-details.module.css'
import { TriggerState } from './trigger-state.tsx'
import { UpcomingTimes } from './upcoming-times.tsx'
import type { ShownTrigger } from './use-triggers.ts'

interface TriggerDetailsProps {
  readonly trigger: ShownTrigger
  onClose(): void
}

/** All there is to know of a trigger, and what can be done with it. */
export function TriggerDetails({ trigger, onClose }: TriggerDetailsProps) {
  const { workflowId, workflowName, triggerId, name, type, url, methods, sample, last, lastTurn, lastRefusal, lastEvent } = trigger
  const title = useTriggerTypes().get(type)?.title ?? type
  const isPage = type === 'form' || type === 'chat'
  return (
    <section className={styles.details} aria-label={`Trigger ${name ?? triggerId} of ${workflowName}`}>
      <header className={styles.head}>
        <div className={styles.names}>
          <h2 className={styles.title}>{name ?? triggerId}</h2>
          <p className={styles.of}>
            {title} of <Link to={`/workflows/${encodeURIComponent(workflowId)}`}>{workflowName}</Link>
          </p>
        </div>
        <IconButton icon={X} label="Close the details" onClick={onClose} />
      </header>
      <div className={styles.act}>
        <TriggerState trigger={trigger} />
        <TriggerActions trigger={trigger} />
      </div>
      {url !== undefined && (
        <Part title="Address">
          <div className={styles.address}>
            <code className={styles.url}>
              {isPage ? '' : `${methods?.join(', ')} `}
              {url}
            </code>
            <CopyButton text={url} what="the address" />
            {isPage && (
              <a className={styles.open} href={url} target="_blank" rel="noopener noreferrer" aria-label="Open the page in a new tab">
                <ExternalLink size={14} aria-hidden />
              </a>
            )}
          </div>
          <p className={styles.note}>{whoMayCall(trigger)}</p>
        </Part>
      )}
      {sample !== undefined && (
        <Part title="Call it">
          <CodeBlock code={sample} what="the call" />
        </Part>
      )}
      {type === 'webhook' && <TestListener key={trigger.key} workflowId={workflowId} triggerId={triggerId} />}
      {type === 'schedule' && trigger.isEnabled && <UpcomingTimes trigger={trigger} />}
      <Part title="Last execution">
        {last === undefined ? (
          <p className={styles.note}>It has started none among the newest of its workflow.</p>
        ) : (
          <p className={styles.line}>
            <StatusMark status={last.status} />
            <Link to={`/executions/${encodeURIComponent(last.executionId)}`}>
              <RelativeTime at={last.at} />
            </Link>
          </p>
        )}
      </Part>
      {lastTurn !== undefined && (
        <Part title="Last turn">
          <p className={styles.line}>
            {turnWords[lastTurn.outcome]}, <RelativeTime at={lastTurn.at} />
          </p>
          {lastTurn.message !== undefined && <p className={styles.note}>{lastTurn.message}</p>}
        </Part>
      )}
      {lastEvent !== undefined && (
        <Part title="Last event">
          <p className={styles.line}>
            <code>{lastEvent.name}</code> <RelativeTime at={lastEvent.at} />
          </p>
          {lastEvent.message !== undefined && <p className={styles.note}>{lastEvent.message}</p>}
        </Part>
      )}
      {lastRefusal !== undefined && (
        <Part title="Last refusal">
          <p className={styles.refusal}>
            {lastRefusal.message} <code>{lastRefusal.code}</code>
          </p>
          <p className={styles.note}>
            <RelativeTime at={lastRefusal.at} />
            {lastRefusal.count > 1 && `; ${lastRefusal.count} calls were refused since the server started`}
          </p>
        </Part>
      )}
    </section>
  )
}

const turnWords = {
  started: 'Started an execution',
  skipped: 'Left out, by its own rules',
  'nothing-new': 'Looked, and found nothing new',
  failed: 'Failed',
} as const

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3 className={styles.heading}>{title}</h3>
      {children}
    </section>
  )
}

function whoMayCall({ isOpen, auth }: ShownTrigger): string {
  if (isOpen) return 'Whoever knows the address may call it.'
  if (auth === undefined) return 'Callers are checked.'
  return auth === 'api' ? 'Whoever may use the API may call it.' : `Callers are checked: ${auth}.`
}
