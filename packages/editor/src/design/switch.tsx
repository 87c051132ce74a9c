import { Field as BaseField } from '@base-ui/react/field'
import { Switch as Base } from '@base-ui/react/switch'
import type { ReactNode } from 'react'
import styles from './switch.module.css'

interface SwitchProps {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly help?: ReactNode
  readonly isOn: boolean
  readonly isDisabled?: boolean
  onChange(isOn: boolean): void
}

/** On or off, at once; what is sent with a form is a checkbox. */
export function Switch({ label, isLabelHidden = false, help, isOn, isDisabled = false, onChange }: SwitchProps) {
  return (
    <BaseField.Root className={styles.field} disabled={isDisabled}>
      <BaseField.Label className={styles.label}>
        <Base.Root className={styles.track} checked={isOn} onCheckedChange={(checked) => onChange(checked)}>
          <Base.Thumb className={styles.thumb} />
        </Base.Root>
        <span className={styles.words} data-hidden={isLabelHidden}>
          {label}
        </span>
      </BaseField.Label>
      {help !== undefined && <BaseField.Description className={styles.help}>{help}</BaseField.Description>}
    </BaseField.Root>
  )
}
