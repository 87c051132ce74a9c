import type { Json } from '@millrace/engine'
import { Link } from 'react-router'
import { SuggestField } from '../design/suggest-field.tsx'
import { useTyped } from '../design/use-typed.ts'
import type { NameSource } from '../model/form/form-shape.ts'
import { textOfValue } from '../model/form/typed-value.ts'
import { useKnownNames } from './use-known-names.ts'

interface NameInputProps {
  readonly label: string
  readonly of: NameSource
  readonly value: Json | undefined
  readonly fallback?: Json | undefined
  onChange(value: Json | undefined): void
}

/** The name of something, suggested from what there is; another may be typed, for what will be there. */
export function NameInput({ label, of, value, fallback, onChange }: NameInputProps) {
  const { names, unknown } = useKnownNames(of)
  const { text, type } = useTyped(typeof value === 'string' ? value : '', (typed) => onChange(typed === '' ? undefined : typed))
  // A column that sorts the other way round has a minus before it; a path goes on in the record that a pointer leads to.
  const isKnown = names === undefined || names.some(({ name }) => name === text.replace(/^-/, '').split('.')[0])
  const mistake = text === '' || isKnown ? '' : unknown(text)
  return (
    <SuggestField
      label={label}
      isLabelHidden
      suggestions={(names ?? []).map(({ name, help }) => ({ value: name, ...(help !== undefined && { help }) }))}
      value={text}
      onChange={type}
      placeholder={fallback === undefined ? undefined : textOfValue(fallback)}
      mistake={mistake === '' ? undefined : mistake}
      help={of === 'table' && names !== undefined && text !== '' ? <TableLink name={text} isThere={isKnown} /> : undefined}
    />
  )
}

function TableLink({ name, isThere }: { readonly name: string; readonly isThere: boolean }) {
  return isThere ? <Link to={`/tables/${encodeURIComponent(name)}`}>Open table</Link> : <Link to="/tables?new=columns">New table</Link>
}
