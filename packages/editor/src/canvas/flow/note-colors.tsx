import { useId } from 'react'
import styles from './note-colors.module.css'

const colors = ['amber', 'blue', 'green', 'violet'] as const

interface NoteColorsProps {
  readonly value: string | undefined
  onChange(color: string): void
}

/** The colors of a note, above it while it is selected. */
export function NoteColors({ value = 'amber', onChange }: NoteColorsProps) {
  const name = useId()
  return (
    <fieldset className={`${styles.colors} nodrag nopan`} aria-label="Color of the note">
      {colors.map((color) => (
        <label key={color} className={styles.color} data-color={color} title={nameOf(color)}>
          <input type="radio" name={name} aria-label={nameOf(color)} checked={value === color} onChange={() => onChange(color)} />
        </label>
      ))}
    </fieldset>
  )
}

function nameOf(color: string): string {
  return color.charAt(0).toUpperCase() + color.slice(1)
}
