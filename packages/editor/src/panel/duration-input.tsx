import type { Json } from '@millrace/engine'
import { useState } from 'react'
import { NumberField } from '../design/number-field.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import { useTyped } from '../design/use-typed.ts'
import { type DurationUnit, readSimpleDuration, writeSimpleDuration } from '../model/form/duration.ts'
import styles from './duration-input.module.css'

const units: readonly { readonly value: DurationUnit | 'text'; readonly label: string }[] = [
  { value: 'ms', label: 'milliseconds' },
  { value: 's', label: 'seconds' },
  { value: 'm', label: 'minutes' },
  { value: 'h', label: 'hours' },
  { value: 'd', label: 'days' },
  { value: 'text', label: 'written out' },
]

interface DurationInputProps {
  readonly label: string
  readonly value: Json | undefined
  readonly fallback: Json | undefined
  onChange(value: Json | undefined): void
}

/** How long: a number with its unit, or as it is written, as `1h30m`. */
export function DurationInput({ label, value, fallback, onChange }: DurationInputProps) {
  const text = typeof value === 'string' ? value : ''
  const shown = readSimpleDuration(text)
  const usual = typeof fallback === 'string' ? readSimpleDuration(fallback) : undefined
  const [wanted, setWanted] = useState<DurationUnit | 'text'>()
  const isText = wanted === 'text' || (text !== '' && shown === undefined)
  const unit = shown?.unit ?? (wanted === 'text' ? undefined : wanted) ?? usual?.unit ?? 's'

  function choose(next: DurationUnit | 'text') {
    setWanted(next)
    if (next !== 'text' && shown !== undefined) onChange(writeSimpleDuration({ ...shown, unit: next }))
    // What a number and a unit cannot show would be lost without a word.
    else if (next !== 'text' && text !== '') onChange(undefined)
  }

  return (
    <div className={styles.duration}>
      <div className={styles.count}>
        {isText ? (
          <Written label={label} value={text} fallback={fallback} onChange={onChange} />
        ) : (
          <NumberField
            label={label}
            isLabelHidden
            min={0}
            value={shown?.count ?? (text === '' ? (usual?.count ?? null) : null)}
            onChange={(count) => onChange(count === null ? undefined : writeSimpleDuration({ count, unit }))}
          />
        )}
      </div>
      <div className={styles.unit}>
        <Select label={`Unit of ${label}`} isLabelHidden options={units} value={isText ? 'text' : unit} onChange={choose} />
      </div>
    </div>
  )
}

function Written({ label, value, fallback, onChange }: DurationInputProps & { readonly value: string }) {
  const { text, type } = useTyped(value, (typed) => onChange(typed === '' ? undefined : typed))
  const placeholder = typeof fallback === 'string' && fallback !== '' ? fallback : '1h30m'
  return <TextField label={label} isLabelHidden isCode value={text} onChange={type} placeholder={placeholder} />
}
