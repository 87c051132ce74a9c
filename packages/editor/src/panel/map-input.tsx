import { isJsonObject, type Json } from '@millrace/engine'
import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../design/button.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Menu } from '../design/menu.tsx'
import { TextField } from '../design/text-field.tsx'
import { useTyped } from '../design/use-typed.ts'
import { emptyOf } from '../model/form/empty-of.ts'
import type { FormShape } from '../model/form/form-shape.ts'
import styles from './entries.module.css'
import type { InputProps } from './field-props.ts'
import { useAddedEntry } from './use-added-entry.ts'
import { useKnownNames } from './use-known-names.ts'

interface MapInputProps extends Omit<InputProps, 'fallback' | 'shape'> {
  readonly shape: Extract<FormShape, { kind: 'map' }>
}

/** Names with their values; of known names, those that are missing are offered. */
export function MapInput({ label, shape: { value: shape, names: source }, value, Field, onChange }: MapInputProps) {
  const { names = [] } = useKnownNames(source)
  const entries = isJsonObject(value) ? Object.entries(value) : []
  const change = (next: readonly (readonly [string, Json])[]) => onChange(next.length === 0 ? undefined : Object.fromEntries(next))
  const taken = entries.map(([name]) => name)
  const add = (name: string) => change([...entries, [name, emptyOf(shape)]])
  const { list, adding } = useAddedEntry<HTMLUListElement>(entries.length)
  function addAnother() {
    adding()
    add(freeName(taken))
  }
  /** Its name is known: what is to be written is its value. */
  function addKnown(name: string) {
    adding(1)
    add(name)
  }
  const missing = names.filter(({ name }) => !taken.includes(name))
  return (
    <ul ref={list} className={styles.entries} aria-label={label}>
      {entries.map(([name, one], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name is what is edited
        <li key={index} className={styles.entry}>
          <NameInput name={name} taken={taken} onChange={(next) => change(entries.with(index, [next, one]))} />
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
        {missing.length === 0 ? (
          <Button look="quiet" icon={Plus} onClick={addAnother}>
            Add
          </Button>
        ) : (
          <Menu
            trigger={
              <Button look="quiet" icon={Plus}>
                Add
              </Button>
            }
            entries={[
              ...missing.map(({ name, help }) => ({ name: help === undefined ? name : `${name} (${help})`, run: () => addKnown(name) })),
              'line',
              { name: 'Another name', run: addAnother },
            ]}
          />
        )}
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
