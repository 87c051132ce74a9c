import { isJsonObject, type Json } from '@millrace/engine'
import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../design/button.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { TextField } from '../design/text-field.tsx'
import { useTyped } from '../design/use-typed.ts'
import { emptyOf } from '../model/form/empty-of.ts'
import styles from './entries.module.css'
import type { InputProps } from './field-props.ts'

/** Names with their values. */
export function MapInput({ label, shape, value, Field, onChange }: Omit<InputProps, 'fallback'>) {
  const entries = isJsonObject(value) ? Object.entries(value) : []
  const change = (next: readonly (readonly [string, Json])[]) => onChange(next.length === 0 ? undefined : Object.fromEntries(next))
  return (
    <ul className={styles.entries} aria-label={label}>
      {entries.map(([name, one], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name is what is edited
        <li key={index} className={styles.entry}>
          <NameInput name={name} taken={entries.map(([other]) => other)} onChange={(next) => change(entries.with(index, [next, one]))} />
          <div className={styles.value}>
            <Field
              label={`${label}: ${name}`}
              isLabelHidden
              shape={shape}
              value={one}
              takesExpression
              onChange={(next) => change(entries.with(index, [name, next ?? emptyOf(shape)]))}
            />
          </div>
          <IconButton isSmall icon={Trash2} label={`Remove ${name}`} onClick={() => change(entries.toSpliced(index, 1))} />
        </li>
      ))}
      <li>
        <Button look="quiet" icon={Plus} onClick={() => change([...entries, [freeName(entries.map(([name]) => name)), emptyOf(shape)]])}>
          Add
        </Button>
      </li>
    </ul>
  )
}

interface NameInputProps {
  readonly name: string
  readonly taken: readonly string[]
  onChange(name: string): void
}

function NameInput({ name, taken, onChange }: NameInputProps) {
  const isTaken = (text: string) => text !== name && taken.includes(text)
  const { text, type } = useTyped(name, (typed) => {
    if (typed !== '' && !isTaken(typed)) onChange(typed)
  })
  return (
    <div className={styles.name}>
      <TextField
        label="Name"
        isLabelHidden
        isCode
        value={text}
        onChange={type}
        mistake={isTaken(text) ? 'This name is taken.' : undefined}
      />
    </div>
  )
}

function freeName(taken: readonly string[]): string {
  let number = 1
  while (taken.includes(`name${number}`)) number++
  return `name${number}`
}
