import type { Statistics } from '../api/api-schema.ts'
import { durationText } from '../design/duration-text.ts'
import { failuresIn, sumOf } from '../model/statistics/bars.ts'
import styles from './figures.module.css'

/** The few numbers that one looks at first. */
export function Figures({ statistics: { total, byStatus, successRate, durationMs, unfinished } }: { readonly statistics: Statistics }) {
  const open = Object.entries(unfinished).filter(([, count]) => count > 0)
  const time = (ms: number | undefined) => (ms === undefined ? '–' : durationText(ms))
  return (
    <dl className={styles.figures}>
      <Figure name="Ended" value={total.toLocaleString()} />
      <Figure name="Success" value={successRate === undefined ? '–' : rateText(successRate)} />
      <Figure name="Failed" value={failuresIn(byStatus).toLocaleString()} isBad={failuresIn(byStatus) > 0} />
      <Figure name="Half took at most" value={time(durationMs?.p50)} />
      <Figure name="95 % took at most" value={time(durationMs?.p95)} note={durationMs && `99 %: ${durationText(durationMs.p99)}`} />
      <Figure
        name="Not ended yet"
        value={sumOf(unfinished).toLocaleString()}
        note={open.map(([status, count]) => `${count.toLocaleString()} ${status}`).join(', ')}
      />
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly note?: string | undefined
  readonly isBad?: boolean
}

function Figure({ name, value, note = '', isBad = false }: FigureProps) {
  return (
    <div className={styles.figure} data-bad={isBad}>
      <dt>{name}</dt>
      <dd>
        {value}
        {note !== '' && <span className={styles.note}>{note}</span>}
      </dd>
    </div>
  )
}

/** `100 %` only where nothing failed: 99.96 is `99.9 %`. */
export function rateText(rate: number): string {
  const percent = Math.floor(rate * 1000) / 10
  return `${percent === 100 && rate < 1 ? 99.9 : percent} %`
}
