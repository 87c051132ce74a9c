import type { Json } from '@millrace/engine'
import { useState } from 'react'
import { NumberField } from '../design/number-field.tsx'
import { Select } from '../design/select.tsx'
import { bytesOf, readSimpleSize, type SizeUnit, writeSimpleSize } from '../model/form/bytes.ts'
import styles from './duration-input.module.css'

const units: readonly { readonly value: SizeUnit; readonly label: string }[] = [
  { value: 'B', label: 'bytes' },
  { value: 'KiB', label: 'KiB' },
  { value: 'MiB', label: 'MiB' },
  { value: 'GiB', label: 'GiB' },
]

interface BytesInputProps {
  readonly label: string
  readonly takesText: boolean
  readonly value: Json | undefined
  readonly fallback: Json | undefined
  onChange(value: Json | undefined): void
}

/** How large: a number with its unit. */
export function BytesInput({ label, takesText, value, fallback, onChange }: BytesInputProps) {
  const [wanted, setWanted] = useState<SizeUnit>()
  const given = sizeOf(value)
  const shown = given ?? sizeOf(fallback)
  const unit = given?.unit ?? wanted ?? shown?.unit ?? 'MiB'
  const write = (count: number, next: SizeUnit) => {
    const size = { count, unit: next }
    onChange(takesText ? writeSimpleSize(size) : bytesOf(size))
  }
  const choose = (next: SizeUnit) => {
    setWanted(next)
    if (given !== undefined) write(given.count, next)
  }
  const options = units.some((one) => one.value === unit) ? units : [...units, { value: unit, label: unit }]
  return (
    <div className={styles.duration}>
      <div className={styles.count}>
        <NumberField
          label={label}
          isLabelHidden
          min={0}
          value={shown?.count ?? null}
          onChange={(count) => (count === null ? onChange(undefined) : write(count, unit))}
        />
      </div>
      <div className={styles.unit}>
        <Select label={`Unit of ${label}`} isLabelHidden options={options} value={unit} onChange={choose} />
      </div>
    </div>
  )
}

function sizeOf(value: Json | undefined) {
  return typeof value === 'string' || typeof value === 'number' ? readSimpleSize(value) : undefined
}
