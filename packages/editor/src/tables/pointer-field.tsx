import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import type { FieldProps } from '../design/field.tsx'
import { SuggestField } from '../design/suggest-field.tsx'
import { cellText } from '../model/tables/cell-text.ts'
import type { TableRecord } from '../model/tables/column.ts'
import { searchWhere } from '../model/tables/filter.ts'
import { labelColumn } from './use-pointer-labels.ts'
import { tablesKey, useTables } from './use-tables.ts'

const mostShown = 20

interface PointerFieldProps extends FieldProps {
  /** Where it leads. */
  readonly table: string
  /** The id of a record, or what somebody looks for. */
  readonly text: string
  onChange(text: string): void
}

/** A record of another table, found by what it is called, or given by its id. */
export function PointerField({ table, text, mistake, onChange, ...field }: PointerFieldProps) {
  const label = labelColumn(useTables().items?.find(({ name }) => name === table)?.columns ?? [])
  const where = searchWhere(text, label === undefined ? [] : [label])
  const found = useQuery({
    queryKey: [...tablesKey, 'found', table, text],
    queryFn: ({ signal }) =>
      call('POST /api/v1/tables/{table}/query', {
        params: { table },
        body: { ...(where !== undefined && { where }), limit: mostShown, ...(label !== undefined && { select: [label.name] }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const records = (found.data?.items ?? []) as readonly TableRecord[] // JSON, with its columns.
  const suggestions = records.map((record) => {
    const name = label && cellText(label, record[label.name])
    return { value: record.id, ...(name !== undefined && { help: name }) }
  })
  return (
    <SuggestField
      {...field}
      help={suggestions.find(({ value }) => value === text)?.help}
      mistake={mistake === undefined ? undefined : 'Choose one of the list, or give the id of a record.'}
      suggestions={suggestions}
      isFound
      placeholder={label === undefined ? 'id' : `${label.name} or id`}
      value={text}
      onChange={onChange}
    />
  )
}
