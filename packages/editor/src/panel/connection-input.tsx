import type { Json } from '@millrace/engine'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import { useTyped } from '../design/use-typed.ts'
import { ConnectionDialog } from './connection-dialog.tsx'
import styles from './entries.module.css'
import type { InputProps } from './field-props.ts'

interface ConnectionInputProps extends Pick<InputProps, 'Field'> {
  readonly label: string
  /** That the node takes; of whatever type, where it says none. */
  readonly types: readonly string[]
  readonly value: Json | undefined
  onChange(value: Json | undefined): void
}

/** The name of a connection, suggested from those there are. */
export function ConnectionInput({ label, types, value, Field, onChange }: ConnectionInputProps) {
  const { data } = useQuery({ queryKey: ['connections'], queryFn: ({ signal }) => call('GET /api/v1/connections', { signal }) })
  const { text, type } = useTyped(typeof value === 'string' ? value : '', (typed) => onChange(typed === '' ? undefined : typed))
  const [isMaking, setIsMaking] = useState(false)
  const isUnknown = text !== '' && data !== undefined && !data.items.some(({ name }) => name === text)
  const fitting = data?.items.filter(({ type }) => types.length === 0 || types.includes(type))
  const options = fitting?.map((one) => ({ value: one.name, label: one.name, help: one.type })) ?? []
  return (
    <div className={styles.group}>
      {options.length > 0 && (
        <Select
          label="Connections there are"
          isLabelHidden
          placeholder="Choose one …"
          options={options}
          value={options.some((one) => one.value === text) ? text : null}
          onChange={(name) => onChange(name)}
        />
      )}
      <TextField
        label={label}
        isLabelHidden
        isCode
        value={text}
        onChange={type}
        placeholder="name"
        mistake={isUnknown ? `There is no connection "${text}" yet: make it.` : undefined}
      />
      <div>
        <Button look="quiet" icon={Plus} onClick={() => setIsMaking(true)}>
          New connection
        </Button>
      </div>
      {isMaking && (
        <ConnectionDialog Field={Field} types={types} name={text} onMade={(name) => onChange(name)} onClose={() => setIsMaking(false)} />
      )}
    </div>
  )
}
