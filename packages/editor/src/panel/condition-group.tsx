import type { Json } from '@millrace/engine'
import { Braces, Plus, Trash2 } from 'lucide-react'
import { type ComponentType, useRef } from 'react'
import { Button } from '../design/button.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Select } from '../design/select.tsx'
import {
  type ConditionView,
  type GroupHow,
  newComparison,
  type OperatorFacts,
  withAnother,
  withHow,
  withParts,
} from '../model/form/condition.ts'
import styles from './condition-input.module.css'
import type { ConditionPartProps } from './condition-input.tsx'

const ways: readonly { readonly value: GroupHow; readonly label: string }[] = [
  { value: 'all', label: 'All of these hold' },
  { value: 'any', label: 'Any of these holds' },
  { value: 'none', label: 'None of these holds' },
  { value: 'not', label: 'This does not hold' },
]

interface ConditionGroupProps extends ConditionPartProps {
  readonly view: Extract<ConditionView, { kind: 'group' }>
  readonly Part: ComponentType<ConditionPartProps>
}

/** Conditions that belong together, and how. */
export function ConditionGroup({ label, operators, condition, view: { how, parts }, Field, Part, onChange }: ConditionGroupProps) {
  const group = useRef<HTMLFieldSetElement>(null)
  function set(index: number, next: Json | undefined) {
    onChange(withParts(condition, next === undefined ? parts.toSpliced(index, 1) : parts.with(index, next)))
    // What had the focus is gone.
    if (next === undefined) group.current?.querySelector<HTMLElement>('[role="combobox"]')?.focus()
  }
  return (
    <fieldset ref={group} className={styles.group} aria-label={`${label}: ${ways.find(({ value }) => value === how)?.label ?? how}`}>
      <div className={styles.head}>
        <div className={styles.how}>
          <Select
            label={`How ${label} is put together`}
            isLabelHidden
            options={ways}
            value={how}
            onChange={(next) => onChange(withHow(condition, next, parts))}
          />
        </div>
        <IconButton isSmall icon={Trash2} label={`Remove the group ${label}`} onClick={() => onChange(undefined)} />
      </div>
      <ul className={styles.parts}>
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name; what stands at a place is what is edited
          <li key={index}>
            <Part
              label={`${label} ${index + 1}`}
              operators={operators}
              condition={part}
              Field={Field}
              onChange={(next) => set(index, next)}
            />
          </li>
        ))}
      </ul>
      {how !== 'not' && <AddParts operators={operators} condition={condition} onChange={onChange} />}
    </fieldset>
  )
}

interface AddPartsProps {
  readonly operators: readonly OperatorFacts[]
  readonly condition: Json | undefined
  onChange(condition: Json): void
}

export function AddParts({ operators, condition, onChange }: AddPartsProps) {
  return (
    <div className={styles.add}>
      <Button look="quiet" icon={Plus} onClick={() => onChange(withAnother(condition, newComparison, operators))}>
        Condition
      </Button>
      <Button look="quiet" icon={Braces} onClick={() => onChange(withAnother(condition, { any: [newComparison] }, operators))}>
        Group
      </Button>
    </div>
  )
}
