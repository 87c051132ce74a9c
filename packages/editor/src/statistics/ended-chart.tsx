import { useMemo } from 'react'
import { type Bar, chartOf } from '../model/statistics/bars.ts'
import { isByDay, timeTexts } from '../model/statistics/time-texts.ts'
import styles from './ended-chart.module.css'

interface EndedChartProps {
  readonly statistics: Parameters<typeof chartOf>[0]
  readonly stepMs: number
}

/** Of the height of the chart: one failure among thousands of successes can still be seen. */
const leastBar = 0.015

/** How many ended in each slot of time: successes above the line, failures below it. The same numbers stand in a table. */
export function EndedChart({ statistics, stepMs }: EndedChartProps) {
  const { bars, up, down } = useMemo(() => chartOf(statistics, stepMs), [statistics, stepMs])
  const time = timeTexts(bars, stepMs)
  const first = bars[0]
  const last = bars.at(-1)
  if (first === undefined || last === undefined) return null
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <h2>Ended</h2>
        <span className={styles.key} data-tone="success">
          success, up
        </span>
        <span className={styles.key} data-tone="canceled">
          canceled, up
        </span>
        <span className={styles.key} data-tone="failed">
          failed, down
        </span>
      </figcaption>
      <div className={styles.plot}>
        <div className={styles.axis} aria-hidden>
          <span>{up === 0 ? 0 : `↑ ${up.toLocaleString()}`}</span>
          <span>{down === 0 ? 0 : `↓ ${down.toLocaleString()}`}</span>
        </div>
        <svg className={styles.chart} viewBox={`0 ${-up} ${bars.length} ${up + down}`} preserveAspectRatio="none" aria-hidden>
          {bars.map((bar, at) => (
            <g key={bar.from} className={styles.slot}>
              <title>{`${time(bar.from)}: ${wordsOf(bar)}`}</title>
              <rect className={styles.ground} x={at} y={-up} width={1} height={up + down} />
              <rect className={styles.success} x={at + 0.12} y={-bar.success} width={0.76} height={bar.success} />
              <rect className={styles.canceled} x={at + 0.12} y={-bar.success - bar.canceled} width={0.76} height={bar.canceled} />
              <rect
                className={styles.failed}
                x={at + 0.12}
                y={0}
                width={0.76}
                height={bar.failed && Math.max(bar.failed, (up + down) * leastBar)}
              />
            </g>
          ))}
          <line className={styles.line} x1={0} x2={bars.length} y1={0} y2={0} />
        </svg>
        <div className={styles.times} aria-hidden>
          <span>{time(first.from)}</span>
          <span>{time(isByDay(stepMs) ? last.from : last.to)}</span>
        </div>
      </div>
      <details className={styles.table}>
        <summary>As a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Success</th>
              <th scope="col">Canceled</th>
              <th scope="col">Failed</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.from}>
                <th scope="row">{time(bar.from)}</th>
                <td>{bar.success.toLocaleString()}</td>
                <td>{bar.canceled.toLocaleString()}</td>
                <td>{bar.failed.toLocaleString()}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

function wordsOf({ success, failed, canceled }: Bar): string {
  const counts = [
    [success, 'success'],
    [failed, 'failed'],
    [canceled, 'canceled'],
  ] as const
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString()} ${word}`)
  return said.length === 0 ? 'nothing ended' : said.join(', ')
}
