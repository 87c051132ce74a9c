import { Bug, CircleX, Info, TriangleAlert } from 'lucide-react'
import type { LogLine } from '../api/api-schema.ts'
import styles from './level-mark.module.css'

const looks = {
  debug: { icon: Bug, word: 'Debug' },
  info: { icon: Info, word: 'Info' },
  warn: { icon: TriangleAlert, word: 'Warning' },
  error: { icon: CircleX, word: 'Error' },
} as const

/** How serious a line is, by icon and word. */
export function LevelMark({ level }: Pick<LogLine, 'level'>) {
  const { icon: Icon, word } = looks[level]
  return (
    <span className={styles.mark} data-level={level}>
      <Icon size={14} strokeWidth={2.25} aria-hidden />
      {word}
    </span>
  )
}
