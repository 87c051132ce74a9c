import { isJsonObject, type Json } from '@millrace/engine'
import { Select } from '../design/select.tsx'
import { emptyOf } from '../model/form/empty-of.ts'
import type { FormField } from '../model/form/form-shape.ts'
import styles from './entries.module.css'
import type { InputProps } from './field-props.ts'

interface OperationInputProps extends Pick<InputProps, 'label' | 'value' | 'Field' | 'onChange'> {
  readonly fields: readonly FormField[]
}

/** What to do, and what it is done with: a map with one key. */
export function OperationInput({ label, fields, value, Field, onChange }: OperationInputProps) {
  const [name] = isJsonObject(value) ? Object.keys(value) : []
  const field = fields.find((one) => one.name === name)
  const options = fields.map((one) => ({ value: one.name, label: one.title, ...(one.help !== '' && { help: plain(one.help) }) }))
  const isFixed = field?.shape.kind === 'choice' && field.shape.choices.length === 1

  function choose(next: string) {
    const chosen = fields.find((one) => one.name === next)
    if (chosen !== undefined && next !== name) onChange({ [next]: emptyOf(chosen.shape) })
  }

  return (
    <div className={styles.group}>
      <Select label={`What ${label} does`} isLabelHidden options={options} value={field?.name ?? null} onChange={choose} />
      {field !== undefined && !isFixed && (
        <Field
          // Another operation takes another kind of value.
          key={field.name}
          label={`${field.title} of ${label}`}
          isLabelHidden
          help={field.help}
          isRequired
          shape={field.shape}
          value={isJsonObject(value) ? value[field.name] : undefined}
          fallback={field.fallback}
          takesExpression={field.takesExpression}
          onChange={(next: Json | undefined) => onChange({ [field.name]: next ?? emptyOf(field.shape) })}
        />
      )}
    </div>
  )
}

/** Of Markdown: a list of choices shows text. */
function plain(help: string): string {
  return help.replaceAll('`', '')
}
