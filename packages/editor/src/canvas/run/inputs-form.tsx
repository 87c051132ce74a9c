import type { Json, JsonObject } from '@millrace/engine'
import type { FormField } from '../../model/form/form-shape.ts'
import { ValueField } from '../../panel/value-field.tsx'
import styles from './inputs-form.module.css'

interface InputsFormProps {
  readonly fields: readonly FormField[]
  readonly values: JsonObject
  onChange(values: JsonObject): void
}

/** The inputs of a workflow, each by the control of its type. What is left empty is as the workflow has it. */
export function InputsForm({ fields, values, onChange }: InputsFormProps) {
  function set(name: string, next: Json | undefined) {
    const { [name]: _, ...others } = values
    onChange(next === undefined ? others : { ...others, [name]: next })
  }
  return (
    <section className={styles.inputs} aria-label="Inputs">
      {fields.map(({ name, title, help, isRequired, shape, fallback }) => (
        <ValueField
          key={name}
          label={title}
          help={help}
          isRequired={isRequired}
          shape={shape}
          value={values[name]}
          fallback={fallback}
          takesExpression={false}
          onChange={(next) => set(name, next)}
        />
      ))}
    </section>
  )
}
