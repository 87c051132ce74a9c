import { isJsonObject, type Json } from '@millrace/engine'
import { Check, Download, Link2, Network, X } from 'lucide-react'
import { Link } from 'react-router'
import { urlOf } from '../api/call.ts'
import { cellText } from '../model/tables/cell-text.ts'
import type { Column } from '../model/tables/column.ts'
import type { RelatedSince } from '../model/tables/shown-records.ts'
import styles from './cell-view.module.css'

interface CellViewProps {
  readonly column: Column
  readonly value: Json | undefined
  /** What a pointer leads to, where that is known. */
  readonly label?: string | undefined
  /** What a relation has gained and lost since it was read. */
  readonly since?: RelatedSince[string] | undefined
}

/** A value as its type is read: whatever text it holds is text. Links are for the pointer; the keys of the grid do the same. */
export function CellView({ column, value, label, since }: CellViewProps) {
  if (column.type === 'relation') {
    return (
      <span className={styles.relation}>
        <Network size={12} aria-hidden /> {column.table}
        {since !== undefined && (
          <span className={styles.since} title="Gained and lost since the list was read">
            {sinceText(since)}
          </span>
        )}
      </span>
    )
  }
  const text = cellText(column, value)
  if (text === undefined) return null
  switch (column.type) {
    case 'boolean':
      return <Mark isTrue={value === true} />
    case 'date':
      return (
        <time dateTime={String(value)} title={`${String(value)} (UTC)`}>
          {text}
        </time>
      )
    case 'pointer':
      return (
        <Link className={styles.chip} to={recordAddress(column.table ?? '', String(value))} tabIndex={-1} title={String(value)}>
          <Link2 size={12} aria-hidden />
          {label ?? <code>…{text.slice(-8)}</code>}
        </Link>
      )
    case 'file':
      return <FileLink value={value} name={text} />
    case 'json':
      return <code className={styles.code}>{text}</code>
    default:
      return column.name === 'id' ? <code>{text}</code> : text
  }
}

function sinceText({ added, removed }: RelatedSince[string]): string {
  return [added > 0 ? `+${added.toLocaleString()}` : '', removed > 0 ? `−${removed.toLocaleString()}` : ''].filter(Boolean).join(' ')
}

function Mark({ isTrue }: { readonly isTrue: boolean }) {
  const Icon = isTrue ? Check : X
  return (
    <span className={styles.mark} data-true={isTrue}>
      <Icon size={14} aria-hidden />
      {isTrue ? 'yes' : 'no'}
    </span>
  )
}

export function FileLink({ value, name }: { readonly value: Json | undefined; readonly name: string }) {
  const id = isJsonObject(value) && typeof value.fileId === 'string' ? value.fileId : undefined
  if (id === undefined) return name
  return (
    <a className={styles.chip} href={urlOf('GET /api/v1/files/{id}', { params: { id } })} download tabIndex={-1}>
      <Download size={12} aria-hidden />
      {name}
    </a>
  )
}

export function recordAddress(table: string, id: string): string {
  return `/tables/${encodeURIComponent(table)}?record=${encodeURIComponent(id)}`
}
