import type { Json } from '@millrace/engine'
import { NumberField } from '../design/number-field.tsx'
import type { FormShape } from '../model/form/form-shape.ts'

interface NumberInputProps {
  readonly label: string
  readonly shape: Extract<FormShape, { kind: 'number' }>
  readonly value: Json | undefined
  readonly fallback: Json | undefined
  onChange(value: Json | undefined): void
}

export function NumberInput({ label, shape: { minimum, maximum }, value, fallback, onChange }: NumberInputProps) {
  const shown = value ?? fallback
  return (
    <NumberField
      label={label}
      isLabelHidden
      value={typeof shown === 'number' ? shown : null}
      onChange={(number) => onChange(number ?? undefined)}
      {...(minimum !== undefined && { min: minimum })}
      {...(maximum !== undefined && { max: maximum })}
    />
  )
}
