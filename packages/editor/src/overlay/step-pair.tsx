import { isJsonObject, type Json } from '@millrace/engine'
import { useMemo, useState } from 'react'
import { durationText } from '../design/duration-text.ts'
import { StatusMark } from '../design/status-mark.tsx'
import { type Tab, Tabs } from '../design/tabs.tsx'
import { compareValues, type Difference } from '../model/compare-values.ts'
import type { ComparedStep } from '../model/overlay/compare-runs.ts'
import { pathText } from '../model/value-tree.ts'
import styles from './step-pair.module.css'
import { shortText } from './value-preview.ts'
import { VerdictMark } from './verdict-mark.tsx'

type TabId = 'output' | 'input' | 'error'

/** One step in both executions, side by side. */
export function StepPair({ compared }: { readonly compared: ComparedStep }) {
  const { a, b, step, verdict } = compared
  const tabs: readonly Tab<TabId>[] = [
    { id: 'output', name: 'Output', content: <Differences before={fieldOf(a, 'output')} after={fieldOf(b, 'output')} what="output" /> },
    {
      id: 'input',
      name: 'Parameters',
      content: <Differences before={fieldOf(a, 'input')} after={fieldOf(b, 'input')} what="parameters" />,
    },
    { id: 'error', name: 'Error', content: <Differences before={fieldOf(a, 'error')} after={fieldOf(b, 'error')} what="error" /> },
  ]
  const hasError = a?.error !== undefined || b?.error !== undefined
  const [chosen, setChosen] = useState<TabId>(hasError ? 'error' : 'output')
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
          <Row name="Duration" of={({ durationMs }) => (durationMs === undefined ? '–' : durationText(durationMs))} a={a} b={b} />
          {a?.port !== b?.port && <Row name="Port" of={({ port }) => port ?? '–'} a={a} b={b} />}
          {a?.attempts.length !== b?.attempts.length && <Row name="Attempts" of={({ attempts }) => String(attempts.length)} a={a} b={b} />}
        </tbody>
      </table>
      <Tabs label="What differs" tabs={hasError ? tabs : tabs.slice(0, 2)} value={chosen} onChange={(id) => setChosen(id)} />
    </article>
  )
}

type Side = ComparedStep['a']

interface RowProps {
  readonly name: string
  readonly a: Side
  readonly b: Side
  of(step: NonNullable<Side>): string
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

function fieldOf(step: Side, field: TabId): Json | undefined {
  return (step as { readonly [Field in TabId]?: Json } | undefined)?.[field] // From the API, which speaks JSON.
}

interface DifferencesProps {
  readonly before: Json | undefined
  readonly after: Json | undefined
  readonly what: string
}

const mostShown = 100

/** Two values, told by the places at which they differ. */
function Differences({ before, after, what }: DifferencesProps) {
  const found = useMemo(() => compareValues(before ?? emptyFor(after), after ?? emptyFor(before), mostShown + 1), [before, after])
  if (before === undefined && after === undefined) return <p className={styles.soft}>Neither of the two has recorded any {what}.</p>
  if (found.length === 0) return <p className={styles.soft}>The {what} is the same in both.</p>
  return (
    <div className={styles.scroller}>
      <table className={styles.values}>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, mostShown).map((difference) => (
            <Line key={JSON.stringify(difference.path)} difference={difference} what={what} />
          ))}
        </tbody>
      </table>
      {found.length > mostShown && <p className={styles.soft}>… and more: shown are the first {mostShown}.</p>}
    </div>
  )
}

/** What is on one side alone is told field by field too. */
function emptyFor(other: Json | undefined): Json | undefined {
  return isJsonObject(other) ? {} : undefined
}

function Line({ difference: { path, before, after }, what }: { readonly difference: Difference; readonly what: string }) {
  return (
    <tr>
      <th scope="row">
        <code>{path.length === 0 ? what : pathText('', path).replace(/^\./, '')}</code>
      </th>
      <td data-side="a">{before === undefined ? '' : shortText(before)}</td>
      <td data-side="b">{after === undefined ? '' : shortText(after)}</td>
    </tr>
  )
}
