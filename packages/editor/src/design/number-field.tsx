import { NumberField as Base } from '@base-ui/react/number-field'
import { Minus, Plus } from 'lucide-react'
import field from './field.module.css'
import { Field, type FieldProps } from './field.tsx'
import styles from './number-field.module.css'

interface NumberFieldProps extends FieldProps {
  /** Nothing typed is null. */
  readonly value: number | null
  onChange(value: number | null): void
  readonly min?: number
  readonly max?: number
  readonly step?: number
}

/** A number, typed or stepped by arrow keys and buttons. */
export function NumberField({ value, onChange, min, max, step = 1, ...rest }: NumberFieldProps) {
  return (
    <Field {...rest}>
      <Base.Root
        value={value}
        onValueChange={(next) => onChange(next)}
        step={step}
        {...(min !== undefined && { min })}
        {...(max !== undefined && { max })}
        // As it stands in the file: no marks between thousands, no rounding.
        format={{ useGrouping: false, maximumFractionDigits: 20 }}
        locale="en-US"
      >
        <Base.Group className={styles.group}>
          <Base.Input className={`${field.control} ${styles.input}`} />
          <Base.Decrement className={styles.step} aria-label={`Less: ${rest.label}`}>
            <Minus size={14} aria-hidden />
          </Base.Decrement>
          <Base.Increment className={styles.step} aria-label={`More: ${rest.label}`}>
            <Plus size={14} aria-hidden />
          </Base.Increment>
        </Base.Group>
      </Base.Root>
    </Field>
  )
}
