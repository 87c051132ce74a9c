import { isJsonObject, type Json } from '@millrace/engine'
import type { FormField } from '../model/form/form-shape.ts'
import styles from './entries.module.css'
import type { InputProps } from './field-props.ts'

interface GroupInputProps extends Pick<InputProps, 'value' | 'Field' | 'onChange'> {
  readonly fields: readonly FormField[]
}

/** Fields that belong together. */
export function GroupInput({ fields, value, Field, onChange }: GroupInputProps) {
  const map = isJsonObject(value) ? value : {}
  function set(name: string, next: Json | undefined) {
    const entries = next === undefined ? Object.entries(map).filter(([key]) => key !== name) : Object.entries({ ...map, [name]: next })
    onChange(entries.length === 0 ? undefined : Object.fromEntries(entries))
  }
  return (
    <div className={styles.group}>
      {fields.map((field) => (
        <Field
          key={field.name}
          label={field.title}
          help={field.help}
          isRequired={field.isRequired}
          shape={field.shape}
          value={map[field.name]}
          fallback={field.fallback}
          takesExpression={field.takesExpression}
          onChange={(next) => set(field.name, next)}
        />
      ))}
    </div>
  )
}
