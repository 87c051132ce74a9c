import type { Json } from '@millrace/engine'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { Button } from '../design/button.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { emptyOf } from '../model/form/empty-of.ts'
import type { FormShape } from '../model/form/form-shape.ts'
import styles from './entries.module.css'
import type { InputProps } from './field-props.ts'
import { useAddedEntry } from './use-added-entry.ts'

interface ListInputProps extends Omit<InputProps, 'shape' | 'fallback'> {
  readonly shape: Extract<FormShape, { kind: 'list' }>
}

/** Items one below the other; each may be an expression of its own. */
export function ListInput({ label, shape: { item, takesOne }, value, takesExpression = true, Field, onChange }: ListInputProps) {
  // Most write one alone: its field is there at once.
  const items = value !== undefined ? [value].flat() : takesOne === true ? [emptyOf(item)] : []
  const isEmpty = value === undefined
  const { list, adding } = useAddedEntry<HTMLOListElement>(items.length)
  function add() {
    adding()
    change([...items, emptyOf(item)])
  }
  function change(next: readonly Json[]) {
    const [only, ...others] = next
    onChange(only === undefined ? undefined : takesOne === true && others.length === 0 && !Array.isArray(only) ? only : [...next])
  }
  const swap = (from: number, to: number) => {
    const [moved, other] = [items[from], items[to]]
    if (moved !== undefined && other !== undefined) change(items.with(from, other).with(to, moved))
  }
  return (
    <ol ref={list} className={styles.entries} aria-label={label}>
      {items.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no name; what stands at a place is what is edited
        <li key={index} className={styles.entry}>
          <div className={styles.value}>
            <Field
              label={`${label} ${index + 1}`}
              isLabelHidden
              shape={item}
              value={one}
              takesExpression={takesExpression}
              // Emptied to be typed anew: it stays, with the focus in it, until it is removed.
              onChange={(next) =>
                next === undefined && takesOne === true && items.length === 1
                  ? onChange(undefined)
                  : change(items.with(index, next ?? emptyOf(item)))
              }
            />
          </div>
          {items.length > 1 && (
            <>
              <IconButton
                isSmall
                icon={ArrowUp}
                label={`Move ${label} ${index + 1} up`}
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
              />
              <IconButton
                isSmall
                icon={ArrowDown}
                label={`Move ${label} ${index + 1} down`}
                disabled={index === items.length - 1}
                onClick={() => swap(index, index + 1)}
              />
            </>
          )}
          {!isEmpty && (
            <IconButton isSmall icon={Trash2} label={`Remove ${label} ${index + 1}`} onClick={() => change(items.toSpliced(index, 1))} />
          )}
        </li>
      ))}
      <li>
        <Button look="quiet" icon={Plus} onClick={add}>
          Add
        </Button>
      </li>
    </ol>
  )
}
