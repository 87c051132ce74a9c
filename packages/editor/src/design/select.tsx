import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown, type LucideIcon } from 'lucide-react'
import field from './field.module.css'
import { Field, type FieldProps } from './field.tsx'
import popup from './popup.module.css'
import styles from './select.module.css'

export interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly icon?: LucideIcon
  /** What it means, below it in the list. */
  readonly help?: string
}

interface SelectProps<Value extends string> extends FieldProps {
  readonly options: readonly Option<Value>[]
  readonly value: Value | null
  onChange(value: NoInfer<Value>): void
  /** What stands there while none is chosen. */
  readonly placeholder?: string
}

/** One of several; typing goes to the one that begins so. */
export function Select<Value extends string>({ options, value, onChange, placeholder = 'Choose …', ...rest }: SelectProps<Value>) {
  const chosen = options.find((option) => option.value === value)
  return (
    <Field {...rest}>
      <Base.Root items={options} value={value} onValueChange={(next) => next !== null && onChange(next)} modal={false}>
        <Base.Trigger className={`${field.control} ${styles.trigger}`} {...(rest.isLabelHidden === true && { 'aria-label': rest.label })}>
          <Base.Value className={styles.value} data-empty={chosen === undefined}>
            {chosen?.label ?? placeholder}
          </Base.Value>
          <ChevronsUpDown className={styles.icon} size={14} aria-hidden />
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className={popup.place} sideOffset={4} alignItemWithTrigger={false}>
            <Base.Popup className={`${popup.popup} ${styles.list}`}>
              {options.map((option) => (
                <Item key={option.value} option={option} />
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  )
}

function Item<Value extends string>({ option: { value, label, icon: Icon, help } }: { readonly option: Option<Value> }) {
  return (
    <Base.Item className={styles.item} value={value}>
      {Icon !== undefined && <Icon className={styles.icon} size={16} aria-hidden />}
      <span className={styles.words}>
        <Base.ItemText>{label}</Base.ItemText>
        {help !== undefined && <span className={styles.help}>{help}</span>}
      </span>
      <Base.ItemIndicator className={styles.check}>
        <Check size={14} aria-hidden />
      </Base.ItemIndicator>
    </Base.Item>
  )
}
