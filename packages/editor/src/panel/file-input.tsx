import { isJsonObject, type Json } from '@millrace/engine'
import { Select } from '../design/select.tsx'
import { fileHandles } from '../model/form/file-handles.ts'
import { useExample } from './example-context.ts'

interface FileInputProps {
  readonly label: string
  readonly value: Json | undefined
  onChange(value: Json | undefined): void
}

/** A file of those that came in, in the last run: chosen, its expression is written. */
export function FileInput({ label, value, onChange }: FileInputProps) {
  const { names } = useExample()
  const options = fileHandles(names).map(({ path, name }) => ({ value: path, label: name, help: path }))
  const written = isJsonObject(value) && typeof value.name === 'string' ? value.name : undefined
  return (
    <Select
      label={label}
      isLabelHidden
      options={options}
      value={null}
      onChange={(path) => onChange(`{{ ${path} }}`)}
      placeholder={written ?? (options.length === 0 ? 'No file came in yet: write an expression' : 'Choose a file that came in …')}
    />
  )
}
