import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import type { TableDetail } from '../api/api-schema.ts'
import { ApiError } from '../api/call.ts'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { SplitPane } from '../design/split-pane.tsx'
import { type Column, ownColumns } from '../model/tables/column.ts'
import { bothWheres, searchWhere } from '../model/tables/filter.ts'
import { NotFound } from '../shell/not-found.tsx'
import { useTitle } from '../shell/use-title.ts'
import { DeleteRecords } from './delete-records.tsx'
import { keepLook, readLook } from './kept-look.ts'
import { RecordBar } from './record-bar.tsx'
import { nextSort, parseWhere, type RecordFilter, readAddress, writeAddress } from './record-filter.ts'
import { RecordGrid } from './record-grid.tsx'
import { RecordPanel } from './record-panel.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { NoRecords, NothingFits } from './table-empty.tsx'
import { TableHead } from './table-head.tsx'
import styles from './table-page.module.css'
import { useRecords } from './use-records.ts'
import { useTableActions } from './use-table-actions.ts'
import { useTable } from './use-tables.ts'

const dialogs = {
  access: lazy(() => import('./access-dialog.tsx').then(({ AccessDialog }) => ({ default: AccessDialog }))),
  columns: lazy(() => import('./columns-dialog.tsx').then(({ ColumnsDialog }) => ({ default: ColumnsDialog }))),
  import: lazy(() => import('./import-dialog.tsx').then(({ ImportDialog }) => ({ default: ImportDialog }))),
  export: lazy(() => import('./export-dialog.tsx').then(({ ExportDialog }) => ({ default: ExportDialog }))),
  use: lazy(() => import('./used-by-dialog.tsx').then(({ UsedByDialog }) => ({ default: UsedByDialog }))),
  delete: lazy(() => import('./delete-table-dialog.tsx').then(({ DeleteTableDialog }) => ({ default: DeleteTableDialog }))),
}

export type TableDialog = keyof typeof dialogs

/** One table: its records in a grid, and what can be done with it. */
export function TablePage() {
  const { tableName = '' } = useParams()
  const { data, error, refetch } = useTable(tableName)
  useTitle(tableName)
  if (error instanceof ApiError && error.status === 404) return <NotFound what={`There is no table ${tableName}`} />
  if (data !== undefined) return <OpenTable key={data.name} table={data} />
  return error === null ? <Loading what="the table" /> : <Failure error={error} onRetry={() => void refetch()} />
}

function OpenTable({ table }: { readonly table: TableDetail }) {
  const { name } = table
  const [address, setAddress] = useSearchParams()
  const filter = useMemo(() => readAddress(address), [address])
  const [look, setLook] = useState(() => readLook(name))
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [deleting, setDeleting] = useState<readonly string[]>()
  const [isFiltering, setIsFiltering] = useState(filter.where !== '')
  const [dialog, setDialog] = useState<TableDialog>()
  const search = useRef<HTMLInputElement>(null)
  const columns = useMemo((): readonly Column[] => [...table.columns, ...ownColumns], [table.columns])
  const where = useMemo(
    () => bothWheres(parseWhere(filter.where), searchWhere(filter.search, table.columns)),
    [filter.where, filter.search, table.columns],
  )
  const records = useRecords(name, { where, sort: filter.sort })

  function show(part: Partial<RecordFilter>) {
    if (part.record === undefined) setSelected(new Set())
    // Typing is no way back through the browser's history, letter by letter; another record is.
    setAddress((before) => writeAddress({ ...readAddress(before), ...part }), { replace: part.record === undefined })
  }
  function keep(part: Partial<typeof look>) {
    const next = { ...look, ...part }
    keepLook(name, next)
    setLook(next)
  }
  useTableActions({
    onSearch: () => search.current?.focus(),
    onFilter: () => setIsFiltering(true),
    onCreate: () => show({ record: 'new' }),
    onRefresh: records.refresh,
    onDialog: setDialog,
  })

  const shown = columns.filter((column) => !look.hidden.includes(column.name))
  const isNarrowed = where !== undefined
  const { error, isLoading, rows, freshCount, refresh } = records
  const Dialog = dialog && dialogs[dialog]
  const list = (
    <div className={styles.page}>
      <TableHead
        table={table}
        count={records.count}
        isNarrowed={isNarrowed}
        columns={columns}
        hidden={look.hidden}
        onHidden={(hidden) => keep({ hidden })}
        onCreate={() => show({ record: 'new' })}
        onDialog={setDialog}
      />
      <RecordBar
        columns={columns}
        search={filter.search}
        where={filter.where}
        searchRef={search}
        isOpen={isFiltering}
        onOpen={setIsFiltering}
        onSearch={(text) => show({ search: text })}
        onWhere={(text) => show({ where: text })}
      />
      {error !== null && <Failure error={error} onRetry={refresh} />}
      {isLoading && error === null && <Loading what="the records" />}
      {rows.length > 0 && (
        <RecordGrid
          table={name}
          records={records}
          columns={shown}
          widths={look.widths}
          sort={filter.sort}
          selected={selected}
          openId={filter.record}
          onSelect={setSelected}
          onSort={(column, isAdded) => show({ sort: nextSort(filter.sort, column, isAdded) })}
          onResize={(column, width) => keep({ widths: { ...look.widths, [column]: width } })}
          onOpen={(record) => show({ record })}
        />
      )}
      {!isLoading &&
        error === null &&
        rows.length === 0 &&
        (isNarrowed ? (
          <NothingFits onClear={() => show({ where: '', search: '' })} />
        ) : (
          <NoRecords table={table} onCreate={() => show({ record: 'new' })} onImport={() => setDialog('import')} />
        ))}
      {freshCount > 0 && (
        <button type="button" className={styles.fresh} onClick={refresh}>
          {freshCount.toLocaleString()} new: show
        </button>
      )}
      {selected.size > 0 && (
        <SelectionBar count={selected.size} onDelete={() => setDeleting([...selected])} onClear={() => setSelected(new Set())} />
      )}
      {deleting !== undefined && (
        <DeleteRecords
          table={name}
          ids={deleting}
          onClose={() => setDeleting(undefined)}
          onDone={() => {
            setDeleting(undefined)
            setSelected(new Set())
            if (deleting.includes(filter.record)) show({ record: '' })
            refresh()
          }}
        />
      )}
      <Suspense>
        {Dialog !== undefined && (
          <Dialog table={table} where={where} sort={filter.sort} onDone={refresh} onClose={() => setDialog(undefined)} />
        )}
      </Suspense>
    </div>
  )
  return (
    <SplitPane
      id="tables"
      label="Width of the record"
      sized="second"
      initial={400}
      min={320}
      max={800}
      first={list}
      second={
        filter.record === '' ? undefined : (
          <RecordPanel
            key={filter.record}
            table={name}
            columns={table.columns}
            records={records}
            id={filter.record === 'new' ? undefined : filter.record}
            onClose={() => show({ record: '' })}
            onDelete={(id) => setDeleting([id])}
            onMade={(record) => show({ record })}
          />
        )
      }
    />
  )
}
