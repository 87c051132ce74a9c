import type { Json, JsonObject } from '@millrace/engine'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2, X } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { CopyButton } from '../design/copy-button.tsx'
import { Failure } from '../design/failure.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Loading } from '../design/loading.tsx'
import { RelativeTime } from '../design/relative-time.tsx'
import { showToast } from '../design/toast.ts'
import { cellText, editText } from '../model/tables/cell-text.ts'
import { type Column, isTyped, type TableRecord } from '../model/tables/column.ts'
import { readCell } from '../model/tables/read-cell.ts'
import { FileField } from './file-field.tsx'
import { LongValue, longestTyped } from './long-value.tsx'
import { RecordField } from './record-field.tsx'
import styles from './record-panel.module.css'
import { RelatedRecords } from './related-records.tsx'
import { keepUnsaved, unsavedRecord } from './unsaved-records.ts'
import type { Records } from './use-records.ts'
import { tablesKey } from './use-tables.ts'
import { writeRecord } from './write-record.ts'

interface RecordPanelProps {
  readonly table: string
  readonly columns: readonly Column[]
  readonly records: Records
  /** Undefined for a new record. */
  readonly id: string | undefined
  onClose(): void
  onDelete(id: string): void
  onMade(id: string): void
}

/** All of one record, or the form of a new one. */
export function RecordPanel(props: RecordPanelProps) {
  const { table, records, id } = props
  const shown = records.rows.find((record) => record.id === id)
  const read = useQuery({
    queryKey: [...tablesKey, 'record', table, id],
    queryFn: ({ signal }) => call('GET /api/v1/tables/{table}/records/{id}', { params: { table, id: id ?? '' }, signal }),
    enabled: id !== undefined && shown === undefined,
    staleTime: 0,
  })
  const record = shown ?? (read.data as TableRecord | undefined) // JSON, with its columns.
  if (id === undefined) return <RecordForm {...props} record={undefined} />
  if (record !== undefined) return <RecordForm {...props} record={record} />
  return (
    <section className={styles.panel} aria-label="Record">
      <header className={styles.head}>
        <h2 className={styles.title}>Record</h2>
        <IconButton icon={X} label="Close the record" onClick={props.onClose} />
      </header>
      {read.error === null ? <Loading what="the record" /> : <Failure error={read.error} onRetry={() => void read.refetch()} />}
    </section>
  )
}

function RecordForm({
  table,
  columns,
  records,
  record,
  onClose,
  onDelete,
  onMade,
}: RecordPanelProps & { readonly record: TableRecord | undefined }) {
  const [kept] = useState(() => unsavedRecord(table, record?.id))
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(kept?.typed ?? {})
  const [base, setBase] = useState(kept === undefined ? record : kept.base)
  const [conflicts, setConflicts] = useState<readonly string[]>([])
  const client = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const isNew = record === undefined
  // Who opens a record goes on in the grid; who makes one writes.
  useEffect(() => {
    if (isNew) form.current?.querySelector<HTMLElement>('input, textarea, [role="combobox"]')?.focus()
  }, [isNew])
  const isDeleted = record !== undefined && records.deleted.has(record.id)
  const changes = changesOf(typed, columns)
  useEffect(() => keepUnsaved(table, record?.id, { typed, base }), [table, record?.id, typed, base])
  const save = useMutation({
    async mutationFn(given: JsonObject) {
      if (record === undefined) return { type: 'made', record: await create(table, given) } as const
      return writeRecord(table, base ?? record, given)
    },
    onSuccess(outcome) {
      void client.invalidateQueries({ queryKey: [...tablesKey, 'record', table] })
      if (outcome.type === 'gone') return showToast({ kind: 'error', title: 'Somebody has deleted this record meanwhile' })
      if (outcome.type === 'made') {
        keepUnsaved(table, undefined, { typed: {}, base: undefined })
        records.add([outcome.record])
        return onMade(outcome.record.id)
      }
      records.take({ change: 'updated', record: outcome.record })
      setBase(outcome.record)
      setConflicts(outcome.type === 'conflict' ? outcome.columns : [])
      if (outcome.type === 'written') setTyped({})
    },
  })

  function type(name: string, text: string) {
    // What is typed first stands against the record as it is seen now.
    if (Object.keys(typed).length === 0) setBase(record)
    setTyped({ ...typed, [name]: text })
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    const hasNothing = record !== undefined && Object.keys(typed).length === 0
    if (changes.mistakes.size === 0 && !hasNothing && !isDeleted && !save.isPending) save.mutate(changes.fields)
  }
  /** Enter makes a new line in a text. Escape takes away nothing that was typed. */
  function press(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit()
    else if (event.key === 'Escape' && Object.keys(typed).length === 0 && !event.defaultPrevented) onClose()
    else return
    event.preventDefault()
  }
  const title = record === undefined ? 'New record' : 'Record'
  return (
    <section className={styles.panel} aria-label={title} onKeyDown={press}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {record !== undefined && !isDeleted && <IconButton icon={Trash2} label="Delete this record" onClick={() => onDelete(record.id)} />}
        <IconButton icon={X} label="Close the record" onClick={onClose} />
      </header>
      {isDeleted && <p className={styles.note}>Somebody has deleted this record. What it held still stands here.</p>}
      <form ref={form} className={styles.form} onSubmit={submit}>
        {columns.map((column) => {
          const { name } = column
          if (column.type === 'relation') {
            return record === undefined ? undefined : <RelatedRecords key={name} table={table} id={record.id} column={column} />
          }
          const text = typed[name] ?? editText(column, record?.[name])
          if (text.length > longestTyped && typed[name] === undefined) return <LongValue key={name} name={name} text={text} />
          const field = { column, mistake: mistakeOf(name, changes.mistakes, conflicts, record, columns) }
          return column.type === 'file' ? (
            <FileField key={name} {...field} text={text} onChange={(next) => type(name, next)} />
          ) : (
            isTyped(column) && <RecordField key={name} {...field} text={text} onChange={(next) => type(name, next)} />
          )
        })}
        {columns.length === 0 && <p className={styles.soft}>The table has no columns yet: add one under Columns.</p>}
        {save.error !== null && <Failure error={save.error} />}
        <footer className={styles.foot}>
          <Button
            look="main"
            type="submit"
            isBusy={save.isPending}
            disabled={isDeleted || changes.mistakes.size > 0 || (record !== undefined && Object.keys(typed).length === 0)}
          >
            {record === undefined ? 'Create' : 'Save'}
          </Button>
          {Object.keys(typed).length > 0 && (
            <Button look="quiet" onClick={() => setTyped({})}>
              {record === undefined ? 'Clear' : 'As it was'}
            </Button>
          )}
        </footer>
      </form>
      {record !== undefined && <Facts record={record} />}
    </section>
  )
}

function Facts({ record: { id, createdAt, updatedAt } }: { readonly record: TableRecord }) {
  return (
    <dl className={styles.facts}>
      <dt>Id</dt>
      <dd>
        <code>{id}</code> <CopyButton text={id} what="the id" />
      </dd>
      <dt>Created</dt>
      <dd>
        <RelativeTime at={String(createdAt)} />
      </dd>
      <dt>Updated</dt>
      <dd>
        <RelativeTime at={String(updatedAt)} />
      </dd>
    </dl>
  )
}

interface Changes {
  readonly fields: JsonObject
  readonly mistakes: ReadonlyMap<string, string>
}

function changesOf(typed: Readonly<Record<string, string>>, columns: readonly Column[]): Changes {
  const fields: { [name: string]: Json } = {}
  const mistakes = new Map<string, string>()
  for (const column of columns) {
    const text = typed[column.name]
    if (text === undefined) continue
    const read = readCell(column, text)
    if (read.ok) fields[column.name] = read.value
    else mistakes.set(column.name, read.mistake)
  }
  return { fields, mistakes }
}

function mistakeOf(
  name: string,
  mistakes: ReadonlyMap<string, string>,
  conflicts: readonly string[],
  record: TableRecord | undefined,
  columns: readonly Column[],
): string | undefined {
  const column = columns.find((one) => one.name === name)
  if (!conflicts.includes(name) || column === undefined) return mistakes.get(name)
  return `Somebody else has set it to “${cellText(column, record?.[name]) ?? 'nothing'}” meanwhile. Save again to write yours.`
}

async function create(table: string, fields: JsonObject): Promise<TableRecord> {
  // What was left empty gets its default.
  const record = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
  return (await call('POST /api/v1/tables/{table}/records', { params: { table }, body: record })) as TableRecord // JSON, with its columns.
}
