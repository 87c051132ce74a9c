import { Field as Base } from '@base-ui/react/field'
import type { Ref } from 'react'
import styles from './field.module.css'
import { Field, type FieldProps } from './field.tsx'

interface TextFieldProps extends FieldProps {
  readonly value: string
  onChange(value: string): void
  readonly placeholder?: string
  readonly type?: 'text' | 'email' | 'url' | 'password' | 'date' | 'time' | 'datetime-local'
  /** Names, paths, expressions: in the type of code, and not corrected. */
  readonly isCode?: boolean
  readonly ref?: Ref<HTMLInputElement>
}

export function TextField({ value, onChange, placeholder, type = 'text', isCode = false, ref, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      <Base.Control
        ref={ref}
        className={styles.control}
        type={type}
        value={value}
        placeholder={placeholder}
        required={field.isRequired}
        spellCheck={isCode ? false : undefined}
        autoComplete="off"
        data-code={isCode}
        onValueChange={(next) => onChange(next)}
      />
    </Field>
  )
}
