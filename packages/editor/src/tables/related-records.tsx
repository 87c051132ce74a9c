import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link2, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Failure } from '../design/failure.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { cellText } from '../model/tables/cell-text.ts'
import type { Column, TableRecord } from '../model/tables/column.ts'
import { readCell } from '../model/tables/read-cell.ts'
import { recordAddress } from './cell-view.tsx'
import { PointerField } from './pointer-field.tsx'
import styles from './record-panel.module.css'
import { labelColumn } from './use-pointer-labels.ts'
import { useRelatedNews } from './use-related-news.ts'
import { tablesKey, useTables } from './use-tables.ts'

const mostShown = 50

interface RelatedRecordsProps {
  readonly table: string
  readonly id: string
  readonly column: Column
}

/** The records that belong to one by a relation; each change is written at once. */
export function RelatedRecords({ table, id, column }: RelatedRecordsProps) {
  const { name, table: target = '' } = column
  const [typed, setTyped] = useState('')
  const client = useQueryClient()
  const key = [...tablesKey, 'related', table, id, name]
  const label = labelColumn(useTables().items?.find((one) => one.name === target)?.columns ?? [])
  const related = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      call('POST /api/v1/tables/{table}/query', {
        params: { table: target },
        body: { where: { relatedTo: { table, id, column: name } }, limit: mostShown, count: true },
        signal,
      }),
    staleTime: 0,
  })
  const change = useMutation({
    mutationFn: ({ type, one }: { readonly type: 'add-relation' | 'remove-relation'; readonly one: string }) =>
      call('POST /api/v1/table-writes', { body: { operations: [{ type, table, id, column: name, targets: [one] }] } }),
    onSuccess: () => {
      setTyped('')
      return client.invalidateQueries({ queryKey: key })
    },
  })
  const read = readCell({ type: 'pointer' }, typed)
  const items = (related.data?.items ?? []) as readonly TableRecord[] // JSON, with its columns.
  const count = related.data?.count ?? 0
  const shown = items.map((record) => record.id)
  useRelatedNews({ table, id, column: name, target, shown }, () => void client.invalidateQueries({ queryKey: key }))
  return (
    <fieldset className={styles.related}>
      <legend>
        {name} <small>relation to {target}</small>
      </legend>
      {(related.error ?? change.error) !== null && <Failure error={related.error ?? change.error} />}
      <ul className={styles.chips}>
        {items.map((record) => (
          <li key={record.id} className={styles.chip}>
            <Link to={recordAddress(target, record.id)}>
              <Link2 size={12} aria-hidden /> {label === undefined ? record.id : (cellText(label, record[label.name]) ?? record.id)}
            </Link>
            <IconButton
              isSmall
              icon={X}
              label={`Take ${record.id} out of ${name}`}
              onClick={() => change.mutate({ type: 'remove-relation', one: record.id })}
            />
          </li>
        ))}
        {related.data !== undefined && count === 0 && <li className={styles.soft}>None.</li>}
        {count > items.length && <li className={styles.soft}>… and {(count - items.length).toLocaleString()} more.</li>}
      </ul>
      <div className={styles.line}>
        <div className={styles.grow}>
          <PointerField
            label={`A record of ${target}`}
            isLabelHidden
            table={target}
            text={typed}
            mistake={read.ok ? undefined : read.mistake}
            onChange={setTyped}
          />
        </div>
        <Button
          icon={Plus}
          disabled={!read.ok || typed === ''}
          isBusy={change.isPending}
          onClick={() => change.mutate({ type: 'add-relation', one: typed.trim().toLowerCase() })}
        >
          Add
        </Button>
      </div>
    </fieldset>
  )
}
