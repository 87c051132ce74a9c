import { isJsonObject, type Json } from '@millrace/engine'
import { type ComponentType, useState } from 'react'
import { Segmented } from '../design/segmented.tsx'
import { Select } from '../design/select.tsx'
import { emptyOf } from '../model/form/empty-of.ts'
import { fits, variantIndex } from '../model/form/fits.ts'
import type { FormVariant } from '../model/form/form-shape.ts'
import styles from './entries.module.css'
import type { InputProps } from './field-props.ts'

interface VariantsInputProps extends Omit<InputProps, 'shape'> {
  readonly variants: readonly FormVariant[]
  readonly Input: ComponentType<InputProps>
}

/** One of several ways to write it: few are seen at once, many are a list. */
export function VariantsInput({ label, variants, value, fallback, Field, Input, onChange }: VariantsInputProps) {
  const [wanted, setWanted] = useState<number>()
  const wantedOne = wanted === undefined ? undefined : variants[wanted]
  const isWanted = wantedOne !== undefined && wantedOne.marks.length === 0 && fits(wantedOne.shape, value)
  const chosen = isWanted || value === undefined ? (wanted ?? firstShown(variants, fallback)) : variantIndex(variants, value)
  const variant = chosen === undefined ? undefined : variants[chosen]
  const choices = variants.map(({ title }, index) => ({ value: String(index), name: title, label: title }))

  function choose(text: string) {
    const index = Number(text)
    setWanted(index)
    const next = variants[index]
    if (next === undefined || index === chosen) return
    if (next.marks.length === 0 && value !== undefined && fits(next.shape, value)) return
    const word = onlyWord(next)
    if (word !== undefined) return onChange(word)
    if (next.shape.kind === 'list' && value !== undefined && value !== '') return onChange([value])
    if (Array.isArray(value) && value.length === 1 && value[0] !== undefined && fits(next.shape, value[0])) return onChange(value[0])
    const marks = Object.fromEntries(next.marks.map(({ name, value: mark }) => [name, mark]))
    const empty = emptyOf(next.shape)
    onChange(isJsonObject(empty) ? { ...empty, ...marks } : value === undefined ? undefined : empty)
  }

  return (
    <div className={styles.group}>
      {variants.length <= 4 ? (
        <Segmented
          label={`Kind of ${label}`}
          choices={choices}
          value={chosen === undefined ? null : String(chosen)}
          onChange={(next) => choose(next)}
        />
      ) : (
        <Select
          label={`Kind of ${label}`}
          isLabelHidden
          options={choices}
          value={chosen === undefined ? null : String(chosen)}
          onChange={(next) => choose(next)}
        />
      )}
      {variant !== undefined && onlyWord(variant) === undefined && (
        <Input
          Field={Field}
          label={label}
          shape={withoutMarks(variant)}
          value={value}
          fallback={fallback !== undefined && fits(variant.shape, fallback) ? fallback : undefined}
          onChange={(next) => onChange(withMarks(variant, next))}
        />
      )}
    </div>
  )
}

/** What is shown before anything is written. One word that nobody has written does not look as if it were: it is there to be chosen. */
function firstShown(variants: readonly FormVariant[], fallback: Json | undefined): number | undefined {
  const index = variantIndex(variants, fallback)
  const variant = variants[index]
  return fallback === undefined && variant !== undefined && onlyWord(variant) !== undefined ? undefined : index
}

/** What is one word alone needs no control: it is chosen with its name. */
function onlyWord({ shape }: FormVariant): Json | undefined {
  return shape.kind === 'choice' && shape.choices.length === 1 ? shape.choices[0] : undefined
}

/** What the choice above already says is no field of its own. */
function withoutMarks({ shape, marks }: FormVariant): FormVariant['shape'] {
  if (shape.kind !== 'group') return shape
  return { ...shape, fields: shape.fields.filter(({ name }) => !marks.some((mark) => mark.name === name)) }
}

function withMarks({ marks }: FormVariant, value: Json | undefined): Json | undefined {
  if (marks.length === 0 || (value !== undefined && !isJsonObject(value))) return value
  return { ...Object.fromEntries(marks.map((mark) => [mark.name, mark.value])), ...value }
}
