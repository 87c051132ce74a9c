import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Field as BaseField } from '@base-ui/react/field'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './checkbox.module.css'

interface CheckboxProps {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly help?: ReactNode
  readonly isChecked: boolean
  /** Of one that stands for several: some are, some are not. */
  readonly isMixed?: boolean
  readonly isDisabled?: boolean
  onChange(isChecked: boolean): void
}

export function Checkbox({ label, isLabelHidden = false, help, isChecked, isMixed = false, isDisabled = false, onChange }: CheckboxProps) {
  return (
    <BaseField.Root className={styles.field} disabled={isDisabled}>
      <BaseField.Label className={styles.label}>
        <Base.Root className={styles.box} checked={isChecked} indeterminate={isMixed} onCheckedChange={(checked) => onChange(checked)}>
          <Base.Indicator className={styles.mark}>
            {isMixed ? <Minus size={12} strokeWidth={3} aria-hidden /> : <Check size={12} strokeWidth={3} aria-hidden />}
          </Base.Indicator>
        </Base.Root>
        <span className={styles.words} data-hidden={isLabelHidden}>
          {label}
        </span>
      </BaseField.Label>
      {help !== undefined && <BaseField.Description className={styles.help}>{help}</BaseField.Description>}
    </BaseField.Root>
  )
}
