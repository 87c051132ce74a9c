import { Field as Base } from '@base-ui/react/field'
import type { Ref } from 'react'
import field from './field.module.css'
import { Field, type FieldProps } from './field.tsx'
import styles from './text-area.module.css'

interface TextAreaProps extends FieldProps {
  readonly value: string
  onChange(value: string): void
  readonly placeholder?: string
  /** As many lines are seen at first. */
  readonly lines?: number
  readonly isCode?: boolean
  readonly ref?: Ref<HTMLTextAreaElement>
}

export function TextArea({ value, onChange, placeholder, lines = 4, isCode = false, ref, ...rest }: TextAreaProps) {
  return (
    <Field {...rest}>
      <Base.Control
        className={`${field.control} ${styles.area}`}
        data-code={isCode}
        render={
          <textarea
            ref={ref}
            rows={lines}
            value={value}
            placeholder={placeholder}
            spellCheck={isCode ? false : undefined}
            onChange={(event) => onChange(event.target.value)}
          />
        }
      />
    </Field>
  )
}
