import { ClockTime } from '../design/clock-time.tsx'
import type { TailColumn } from './tail-table.tsx'
import styles from './time-column.module.css'

/** When each has come. */
export const timeColumn: TailColumn<{ readonly at: string }> = {
  title: 'Time',
  width: '136px',
  cell: ({ at }) => (
    <span className={styles.time}>
      <ClockTime at={at} />
    </span>
  ),
}
