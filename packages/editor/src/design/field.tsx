import { Field as Base } from '@base-ui/react/field'
import type { ReactNode } from 'react'
import styles from './field.module.css'

/** What every field of a form has. */
export interface FieldProps {
  readonly label: string
  /** The label is heard, not seen: where the place says what it is. */
  readonly isLabelHidden?: boolean
  /** One sentence below it. */
  readonly help?: ReactNode
  /** What is wrong with the value and what would be right. */
  readonly mistake?: string | undefined
  readonly isRequired?: boolean
  readonly isDisabled?: boolean
  /** At the end of the label's line: a switch, a link. */
  readonly aside?: ReactNode
}

/** Label, control, help and mistake, joined for screen readers too. */
export function Field({ children, ...field }: FieldProps & { readonly children: ReactNode }) {
  const { label, isLabelHidden = false, help, mistake, isRequired = false, isDisabled = false, aside } = field
  return (
    <Base.Root className={styles.field} invalid={mistake !== undefined} disabled={isDisabled}>
      <div className={styles.top} data-hidden={isLabelHidden && aside === undefined}>
        <Base.Label className={styles.label} data-hidden={isLabelHidden}>
          {label}
          {isRequired && <span className={styles.required}> required</span>}
        </Base.Label>
        {aside}
      </div>
      {children}
      {mistake !== undefined && (
        <Base.Error className={styles.mistake} match>
          {mistake}
        </Base.Error>
      )}
      {help !== undefined && <Base.Description className={styles.help}>{help}</Base.Description>}
    </Base.Root>
  )
}
