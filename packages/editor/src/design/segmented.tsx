import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { LucideIcon } from 'lucide-react'
import styles from './segmented.module.css'

interface Choice<Value extends string> {
  readonly value: Value
  readonly name: string
  readonly icon?: LucideIcon
}

interface SegmentedProps<Value extends string> {
  readonly label: string
  readonly choices: readonly Choice<Value>[]
  /** Null while none is chosen. */
  readonly value: Value | null
  onChange(value: NoInfer<Value>): void
}

/** One of a few, all of them seen. */
export function Segmented<Value extends string>({ label, choices, value, onChange }: SegmentedProps<Value>) {
  return (
    <ToggleGroup
      className={styles.group}
      aria-label={label}
      value={value === null ? [] : [value]}
      // Pressing the chosen one again would choose none of them.
      onValueChange={([next]: readonly Value[]) => next !== undefined && onChange(next)}
    >
      {choices.map(({ value: one, name, icon: Icon }) => (
        <Toggle key={one} className={styles.choice} value={one}>
          {Icon !== undefined && <Icon size={14} aria-hidden />}
          {name}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
