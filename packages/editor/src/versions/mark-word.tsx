import { ArrowRightLeft, type LucideIcon, Minus, Pencil, Plus, TextCursorInput } from 'lucide-react'
import type { Mark } from '../model/versions/compare-versions.ts'
import styles from './mark-word.module.css'

const looks = {
  added: { icon: Plus, word: 'Added' },
  removed: { icon: Minus, word: 'Removed' },
  changed: { icon: Pencil, word: 'Changed' },
  moved: { icon: ArrowRightLeft, word: 'Moved' },
  renamed: { icon: TextCursorInput, word: 'Renamed' },
} as const satisfies Record<Mark, { readonly icon: LucideIcon; readonly word: string }>

/** What became of it: icon and word, never colour alone. */
export function MarkWord({ mark }: { readonly mark: Mark }) {
  const { icon: Icon, word } = looks[mark]
  return (
    <span className={styles.mark} data-mark={mark}>
      <Icon size={12} strokeWidth={2.5} aria-hidden />
      {word}
    </span>
  )
}
