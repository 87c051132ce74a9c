import { useState } from 'react'
import { Link } from 'react-router'
import type { Execution } from '../api/api-schema.ts'
import { StatusMark } from '../design/status-mark.tsx'
import { type Tab, Tabs } from '../design/tabs.tsx'
import { ValueView } from '../design/value-view.tsx'
import { shortId } from './execution-columns.tsx'
import styles from './step-detail.module.css'

type TabId = 'trigger' | 'inputs' | 'result' | 'acts'

/** What started the execution, and what came of it. */
export function StartDetail({ execution }: { readonly execution: Execution }) {
  const { trigger, inputs, result, controls, replays = [] } = execution
  const tabs: readonly Tab<TabId>[] = [
    { id: 'trigger', name: 'Trigger data', content: <ValueView value={trigger?.data} name="trigger data" expression="trigger" /> },
    ...(inputs === undefined
      ? []
      : [{ id: 'inputs', name: 'Inputs', content: <ValueView value={inputs} name="inputs" expression="inputs" /> } as const]),
    { id: 'result', name: 'Result', content: <ValueView value={result} name="result" /> },
    ...(controls.length === 0
      ? []
      : [{ id: 'acts', name: 'What people did', count: controls.length, content: <Acts controls={controls} /> } as const]),
  ]
  const [chosen, setChosen] = useState<TabId>('trigger')
  return (
    <article className={styles.detail} aria-label="Start and result">
      <header className={styles.head}>
        <h2>Start and result</h2>
      </header>
      {replays.length > 0 && (
        <p className={styles.note}>
          Run again as{' '}
          {replays.map(({ executionId, status }) => (
            <Link key={executionId} to={`/executions/${executionId}`}>
              {shortId(executionId)} <StatusMark status={status} isSmall />
            </Link>
          ))}
        </p>
      )}
      <Tabs label="What is known of the start" tabs={tabs} value={chosen} onChange={(id) => setChosen(id)} />
    </article>
  )
}

function Acts({ controls }: Pick<Execution, 'controls'>) {
  return (
    <ol className={styles.list}>
      {controls.map(({ action, at, by, reason, forced }) => (
        <li key={at + action}>
          <time dateTime={at}>{new Date(at).toLocaleString()}</time> <strong>{action}</strong>
          {forced && ' by force'}
          {by !== undefined && ` by ${by}`}
          {reason !== undefined && `: ${reason}`}
        </li>
      ))}
    </ol>
  )
}
