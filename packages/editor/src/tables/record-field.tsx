import { Select } from '../design/select.tsx'
import { TextArea } from '../design/text-area.tsx'
import { TextField } from '../design/text-field.tsx'
import type { Column } from '../model/tables/column.ts'
import { PointerField } from './pointer-field.tsx'
import { typeLooks } from './type-looks.ts'

interface RecordFieldProps {
  readonly column: Column
  readonly text: string
  readonly mistake: string | undefined
  onChange(text: string): void
}

const answers = [
  { value: '', label: 'empty' },
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
] as const

/** A value of a record by the control of its type; nothing typed is an empty value. */
export function RecordField({ column, text, mistake, onChange }: RecordFieldProps) {
  const { name, type, table = '', required = false, default: fallback } = column
  const placeholder = fallback === undefined ? '' : `${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)} when left empty`
  const field = { label: name, mistake, isRequired: required, aside: <TypeName column={column} /> }
  switch (type) {
    case 'boolean':
      return <Select {...field} options={answers} value={answers.find(({ value }) => value === text)?.value ?? ''} onChange={onChange} />
    case 'date':
      return <TextField {...field} type="datetime-local" value={text} onChange={onChange} />
    case 'json':
      return (
        <TextArea
          {...field}
          isCode
          lines={Math.min(12, Math.max(3, text.split('\n').length))}
          value={text}
          placeholder={placeholder}
          onChange={onChange}
        />
      )
    case 'string':
      return (
        <TextArea
          {...field}
          lines={Math.min(8, text.split('\n').length + (text.length > 60 ? 2 : 0))}
          value={text}
          placeholder={placeholder}
          onChange={onChange}
        />
      )
    case 'pointer':
      return <PointerField {...field} table={table} text={text} onChange={onChange} />
    default:
      return <TextField {...field} isCode={type !== 'number'} value={text} placeholder={placeholder} onChange={onChange} />
  }
}

function TypeName({ column: { type, table } }: Pick<RecordFieldProps, 'column'>) {
  return <small>{table === undefined ? typeLooks[type].name : `${typeLooks[type].name} to ${table}`}</small>
}
