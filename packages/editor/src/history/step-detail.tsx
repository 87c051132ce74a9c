import { useState } from 'react'
import type { Step, StepError } from '../api/api-schema.ts'
import { Button } from '../design/button.tsx'
import { ClockTime } from '../design/clock-time.tsx'
import { durationText } from '../design/duration-text.ts'
import { Failure } from '../design/failure.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { type Tab, Tabs } from '../design/tabs.tsx'
import { ValueView } from '../design/value-view.tsx'
import { AnswerWait } from './answer-wait.tsx'
import styles from './step-detail.module.css'
import { useWholeStep } from './use-execution.ts'

type TabId = 'output' | 'input' | 'error' | 'attempts' | 'logs'

interface StepDetailProps {
  readonly step: Step
  readonly executionId: string
}

/** What went in and out of one step. */
export function StepDetail({ step: cut, executionId }: StepDetailProps) {
  const [isFull, setIsFull] = useState(false)
  const full = useWholeStep({ executionId, step: cut.step, isAsked: isFull })
  const step = full.data === undefined || !isFull ? cut : { ...cut, ...full.data, previews: {} }
  const tabs = tabsOf(step)
  const [chosen, setChosen] = useState<TabId>(step.error === undefined ? 'output' : 'error')
  const { node, type, status, durationMs, reason, waitsFor, taken, hides = [], previews = {}, port } = step
  return (
    <article className={styles.detail} aria-label={`Step ${step.step}`}>
      <header className={styles.head}>
        <h2>{step.step}</h2>
        <StatusMark status={status} />
        <span className={styles.soft}>
          {type}
          {durationMs !== undefined && ` · ${durationText(durationMs)}`}
          {port !== undefined && ` · left by “${port}”`}
        </span>
      </header>
      {waitsFor !== undefined && <p className={styles.note}>{waitsFor.sentence}</p>}
      {reason !== undefined && waitsFor === undefined && <p className={styles.note}>{reason}</p>}
      {taken !== undefined && (
        <p className={styles.note}>
          {taken.given
            ? 'It was not run: its output was given by whoever replayed it.'
            : 'It was not run again: its outcome is the recorded one.'}
        </p>
      )}
      {hides.length > 0 && (
        <p className={styles.note}>Not kept as it was, by the settings of the workflow or because of a secret: {hides.join(', ')}.</p>
      )}
      {step.waiting !== undefined && <AnswerWait step={step} executionId={executionId} />}
      {Object.keys(previews).length > 0 && (
        <p className={styles.note}>
          Shown is the beginning of what is large.{' '}
          <Button look="plain" isBusy={full.isFetching} onClick={() => setIsFull(true)}>
            Show it whole
          </Button>
        </p>
      )}
      {full.error !== null && <Failure error={full.error} onRetry={() => void full.refetch()} />}
      <Tabs
        label={`What is known of ${node}`}
        tabs={tabs}
        value={tabs.some(({ id }) => id === chosen) ? chosen : (tabs[0]?.id ?? 'output')}
        onChange={(id) => setChosen(id)}
      />
    </article>
  )
}

function tabsOf({ step, node, input, output, error, attempts, logs }: Step): readonly Tab<TabId>[] {
  return [
    ...(error === undefined ? [] : [{ id: 'error', name: 'Error', content: <ErrorDetail error={error} step={step} /> } as const]),
    {
      id: 'output',
      name: 'Output',
      content:
        output === undefined ? (
          <Nothing what="output" />
        ) : (
          <ValueView value={output} name={`output of ${step}`} expression={`nodes.${node}.output`} />
        ),
    },
    {
      id: 'input',
      name: 'Parameters',
      content: input === undefined ? <Nothing what="parameters" /> : <ValueView value={input} name={`parameters of ${step}`} />,
    },
    { id: 'attempts', name: 'Attempts', count: attempts.length, content: <Attempts attempts={attempts} /> },
    { id: 'logs', name: 'Logs', count: logs.length, content: <Logs logs={logs} /> },
  ]
}

function ErrorDetail({ error, step }: { readonly error: StepError; readonly step: string }) {
  return (
    <>
      <p className={styles.error}>{error.message}</p>
      <ValueView value={error} name={`error of ${step}`} />
    </>
  )
}

function Nothing({ what }: { readonly what: string }) {
  return <p className={styles.soft}>There is no recorded {what}: the step has not come so far, was skipped, or the settings keep less.</p>
}

function Attempts({ attempts }: Pick<Step, 'attempts'>) {
  if (attempts.length === 0) return <p className={styles.soft}>It was never begun.</p>
  return (
    <ol className={styles.list}>
      {attempts.map(({ attempt, startedAt, durationMs, error, retryDelayMs }) => (
        <li key={attempt}>
          <strong>{attempt}.</strong> <ClockTime at={startedAt} />
          {durationMs !== undefined && ` · ${durationText(durationMs)}`}
          {error === undefined ? '' : ` · ${error.code}: ${error.message}`}
          {retryDelayMs !== undefined && <span className={styles.soft}> · next after {durationText(retryDelayMs)}</span>}
        </li>
      ))}
    </ol>
  )
}

function Logs({ logs }: Pick<Step, 'logs'>) {
  if (logs.length === 0) return <p className={styles.soft}>It has written nothing.</p>
  return (
    <ol className={styles.list}>
      {logs.map(({ at, level, message, data }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a log have nothing else, and stand still
        <li key={index} data-level={level}>
          <ClockTime at={at} /> <strong>{level}</strong> {message}
          {data !== undefined && <code className={styles.soft}> {JSON.stringify(data)}</code>}
        </li>
      ))}
    </ol>
  )
}
