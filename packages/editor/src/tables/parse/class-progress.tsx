import { Check, CircleDashed, TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import { Wheel } from '../../design/wheel.tsx'
import { counted, shareOf } from '../../model/tables/parse-import.ts'
import { ImportBar } from './import-bar.tsx'
import styles from './import-step.module.css'
import type { ParseClassProgress } from './use-parse-import.ts'

interface ClassProgressProps {
  readonly of: ParseClassProgress
  /** The import stopped in it. */
  readonly isBroken: boolean
  /** Whether records come now. */
  readonly isRunning: boolean
}

/** One class: its table, which can be opened while records come, and how many are there. */
export function ClassProgress({ of, isBroken, isRunning }: ClassProgressProps) {
  const { class: name, table, records, imported, isDone } = of
  const look = lookOf({ of, isBroken, isRunning })
  const { icon: Icon, word } = looks[look]
  return (
    <li className={styles.class}>
      <span className={styles.mark} data-look={look}>
        <Icon size={16} aria-hidden />
        {word}
      </span>
      <Link className={styles.name} to={`/tables/${encodeURIComponent(table)}`}>
        {table}
      </Link>
      <ImportBar label={name} share={shareOf(of, isDone)} />
      <span className={styles.count}>
        {!isDone && `${imported.toLocaleString()} of `}
        {counted(isDone ? imported : records, 'record')}
      </span>
    </li>
  )
}

const looks = {
  done: { icon: Check, word: 'Done' },
  broken: { icon: TriangleAlert, word: 'Stopped' },
  coming: { icon: Wheel, word: 'Coming' },
  waiting: { icon: CircleDashed, word: 'Waiting' },
  part: { icon: CircleDashed, word: 'In part' },
  none: { icon: CircleDashed, word: 'Not begun' },
} as const

function lookOf({ of: { imported, isDone }, isBroken, isRunning }: ClassProgressProps): keyof typeof looks {
  if (isDone) return 'done'
  if (isBroken) return 'broken'
  if (isRunning) return imported > 0 ? 'coming' : 'waiting'
  return imported > 0 ? 'part' : 'none'
}
