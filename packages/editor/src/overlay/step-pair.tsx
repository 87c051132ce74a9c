import type { ComparedStep } from '@millrace/engine'
import { useState } from 'react'
import { durationText } from '../design/duration-text.ts'
import { StatusMark } from '../design/status-mark.tsx'
import { type Tab, Tabs } from '../design/tabs.tsx'
import type { RunStep } from '../model/overlay/run.ts'
import { type Field, FieldDifferences } from './field-differences.tsx'
import styles from './step-pair.module.css'
import { VerdictMark } from './verdict-mark.tsx'

interface StepPairProps {
  readonly compared: ComparedStep<RunStep>
  /** The ids of the two executions. */
  readonly executions: { readonly a: string; readonly b: string }
}

const fields = [
  { id: 'output', name: 'Output', what: 'output' },
  { id: 'input', name: 'Parameters', what: 'parameters' },
  { id: 'error', name: 'Error', what: 'error' },
] as const satisfies readonly { readonly id: Field; readonly name: string; readonly what: string }[]

/** One step in both executions, side by side. */
export function StepPair({ compared, executions }: StepPairProps) {
  const { a, b, step, verdict } = compared
  const hasError = a?.error !== undefined || b?.error !== undefined
  const [chosen, setChosen] = useState<Field>(hasError ? 'error' : 'output')
  const tabs = fields
    .filter(({ id }) => id !== 'error' || hasError)
    .map(
      ({ id, name, what }): Tab<Field> => ({
        id,
        name,
        content: <FieldDifferences compared={compared} executions={executions} field={id} what={what} />,
      }),
    )
  return (
    <article className={styles.pair} aria-label={`${step} in both executions`}>
      <header className={styles.head}>
        <h3>{step}</h3>
        <VerdictMark verdict={verdict} />
      </header>
      <table className={styles.facts}>
        <thead>
          <tr>
            <td />
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Status</th>
            <td>{a === undefined ? 'not there' : <StatusMark status={a.status} />}</td>
            <td>{b === undefined ? 'not there' : <StatusMark status={b.status} />}</td>
          </tr>
          <tr>
            <th scope="row">Duration</th>
            <td>{durationOf(a)}</td>
            <td>
              {durationOf(b)} <DurationDifference a={a} b={b} />
            </td>
          </tr>
          {a?.port !== b?.port && <Row name="Port" of={({ port }) => port ?? '–'} a={a} b={b} />}
          {a?.attempts.length !== b?.attempts.length && <Row name="Attempts" of={({ attempts }) => String(attempts.length)} a={a} b={b} />}
        </tbody>
      </table>
      {(isHidden(a) || isHidden(b)) && (
        <p className={styles.note}>Not all of it was kept, by the settings of the workflow or because of a secret: that may differ too.</p>
      )}
      <Tabs label="What differs" tabs={tabs} value={chosen} onChange={(id) => setChosen(id)} />
    </article>
  )
}

type Side = RunStep | undefined

function durationOf(step: Side): string {
  return step?.durationMs === undefined ? '–' : durationText(step.durationMs)
}

/** By how much the second took longer, or less. */
function DurationDifference({ a, b }: { readonly a: Side; readonly b: Side }) {
  if (a?.durationMs === undefined || b?.durationMs === undefined || a.durationMs === b.durationMs) return null
  const more = b.durationMs - a.durationMs
  return <span className={styles.soft}>{more > 0 ? `+${durationText(more)}` : `−${durationText(-more)}`}</span>
}

function isHidden(step: Side): boolean {
  return (step?.hides?.length ?? 0) > 0
}

interface RowProps {
  readonly name: string
  readonly a: Side
  readonly b: Side
  of(step: RunStep): string
}

function Row({ name, a, b, of }: RowProps) {
  const [before, after] = [a, b].map((step) => (step === undefined ? '–' : of(step)))
  return (
    <tr data-differs={before !== after}>
      <th scope="row">{name}</th>
      <td>{before}</td>
      <td>{after}</td>
    </tr>
  )
}
