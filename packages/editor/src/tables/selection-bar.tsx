import { Trash2, X } from 'lucide-react'
import { Button } from '../design/button.tsx'
import styles from './selection-bar.module.css'

interface SelectionBarProps {
  readonly count: number
  onDelete(): void
  onClear(): void
}

/** What can be done with the rows that are selected. */
export function SelectionBar({ count, onDelete, onClear }: SelectionBarProps) {
  return (
    <section className={styles.bar} aria-label="Actions for what is selected">
      <strong>{count.toLocaleString()} selected</strong>
      <span className={styles.hint}>Ctrl+C copies them</span>
      <Button look="danger" icon={Trash2} onClick={onDelete}>
        Delete
      </Button>
      <Button look="quiet" icon={X} onClick={onClear}>
        Select none
      </Button>
    </section>
  )
}
