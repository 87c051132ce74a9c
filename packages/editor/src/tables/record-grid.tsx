import type { Json } from '@millrace/engine'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Column, isOrdered, isTyped, type TableRecord } from '../model/tables/column.ts'
import { gridMove, type Place } from '../model/tables/grid-move.ts'
import { CellEditor } from './cell-editor.tsx'
import { columnTemplate, widthOf } from './column-width.ts'
import { GridHead } from './grid-head.tsx'
import { GridRow } from './grid-row.tsx'
import { longestTyped } from './long-value.tsx'
import styles from './record-grid.module.css'
import { useCellEdit } from './use-cell-edit.ts'
import { useGridClipboard } from './use-grid-clipboard.ts'
import { usePointerLabels } from './use-pointer-labels.ts'
import type { Records } from './use-records.ts'

const rowHeight = 36
const headHeight = 36

export interface RecordGridProps {
  readonly table: string
  readonly records: Records
  readonly columns: readonly Column[]
  readonly widths: Readonly<Record<string, number>>
  readonly sort: readonly string[]
  readonly selected: ReadonlySet<string>
  /** The record that is open beside the grid. */
  readonly openId: string
  onSelect(ids: ReadonlySet<string>): void
  onSort(name: string, isAdded: boolean): void
  onResize(name: string, width: number): void
  onOpen(id: string): void
}

/** Records in rows, of which only those in view are drawn. It is one stop of the Tab key; arrow keys go from cell to cell. */
export function RecordGrid(props: RecordGridProps) {
  const { table, records, columns, widths, sort, selected, openId, onSelect, onSort, onResize, onOpen } = props
  const { rows, deleted, hasMore, isReading, loadMore } = records
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLTableElement>(null)
  const [current, setCurrent] = useState<Place>({ row: 0, column: 0 })
  const anchor = useRef(0)
  const edit = useCellEdit(table, records)
  const { editing } = edit
  const clipboard = useGridClipboard(table, records, columns, edit.set)
  const labels = usePointerLabels(columns, rows)
  const template = useMemo(() => columnTemplate(columns, widths), [columns, widths])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    // The headings scroll with the rows, and stay in view above them.
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
  })
  const drawn = virtual.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= rows.length - 30) loadMore()
  }, [hasMore, last, rows.length, loadMore])

  function go(place: Place, isExtending = false) {
    setCurrent(place)
    if (place.row >= 0) virtual.scrollToIndex(place.row)
    showColumn(place.column)
    if (isExtending && place.row >= 0) selectTo(place.row)
    else anchor.current = Math.max(0, place.row)
  }

  /** The cell may stand beyond the edge, or not be drawn yet. */
  function showColumn(column: number) {
    const heading = grid.current?.querySelectorAll<HTMLElement>('thead th')[column + 1]
    heading?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  function selectTo(row: number) {
    const [from, to] = [Math.min(anchor.current, row), Math.max(anchor.current, row)]
    onSelect(new Set([...selected, ...rows.slice(from, to + 1).map(({ id }) => id)]))
  }

  const pick = useCallback(
    (row: number, isExtending: boolean) => {
      const id = rows[row]?.id
      if (id === undefined) return
      if (isExtending) {
        const [from, to] = [Math.min(anchor.current, row), Math.max(anchor.current, row)]
        return onSelect(new Set([...selected, ...rows.slice(from, to + 1).map((record) => record.id)]))
      }
      anchor.current = row
      const next = new Set(selected)
      if (!next.delete(id)) next.add(id)
      onSelect(next)
    },
    [rows, selected, onSelect],
  )

  function begin({ row, column: index }: Place, text?: string) {
    const record = rows[row]
    const column = columns[index]
    if (record === undefined || column === undefined || deleted.has(record.id)) return
    if (!isTyped(column) || isLong(record[column.name])) onOpen(record.id)
    else if (column.type === 'boolean') void edit.set(record, column, record[column.name] !== true)
    else edit.begin(record, column, text)
  }

  function clear() {
    const column = columns[current.column]
    const record = rows[current.row]
    if (record !== undefined && column !== undefined && isTyped(column)) void edit.set(record, column, null)
  }

  function pressHead(event: KeyboardEvent, column: Column): boolean {
    const width = widthOf(column, widths)
    if (event.key === 'Enter' && isOrdered(column)) onSort(column.name, event.shiftKey)
    else if (event.shiftKey && event.key === 'ArrowRight') onResize(column.name, width + 16)
    else if (event.shiftKey && event.key === 'ArrowLeft') onResize(column.name, width - 16)
    else return false
    return true
  }

  function pressCell(event: KeyboardEvent, record: TableRecord): boolean {
    const isMod = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    if (event.key === 'Enter' || event.key === 'F2') begin(current)
    else if (event.key === ' ' && event.shiftKey) pick(current.row, false)
    else if (event.key === ' ') onOpen(record.id)
    else if (event.key === 'Delete' || event.key === 'Backspace') clear()
    else if (event.key === 'Escape' && selected.size > 0) onSelect(new Set())
    else if (event.key === 'Escape' && openId !== '') onOpen('')
    else if (isMod && key === 'a') onSelect(new Set(rows.map(({ id }) => id)))
    else if (isMod && key === 'z') void (event.shiftKey ? edit.redo() : edit.undo())
    else if (!isMod && !event.altKey && isSign(event.key) && isTextual(columns[current.column])) begin(current, event.key)
    else return false
    return true
  }

  function press(event: KeyboardEvent) {
    const column = columns[current.column]
    const record = rows[current.row]
    if (event.target !== grid.current) return
    const isHead = current.row === -1 && column !== undefined && pressHead(event, column)
    const isCell = !isHead && record !== undefined && pressCell(event, record)
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2)
    const place = isHead || isCell ? undefined : gridMove(current, event, { rows: rows.length, columns: columns.length, page })
    if (place !== undefined) go(place, event.shiftKey && place.row !== current.row)
    if (isHead || isCell || place !== undefined) event.preventDefault()
  }

  const point = useCallback((row: number, column: number, event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a') !== null) return
    setCurrent({ row, column })
    anchor.current = row
    grid.current?.focus()
  }, [])
  const beginning = useRef(begin)
  beginning.current = begin
  const editAt = useCallback((row: number, column: number) => beginning.current({ row, column }), [])

  function copy(event: ClipboardEvent) {
    if (event.target !== grid.current) return
    const chosen = rows.filter(({ id }) => selected.has(id))
    const record = rows[current.row]
    const column = columns[current.column]
    if (chosen.length > 0) clipboard.copyRows(event.clipboardData, chosen)
    else if (record !== undefined && column !== undefined) clipboard.copyCell(event.clipboardData, record, column)
    else return
    event.preventDefault()
  }
  function paste(event: ClipboardEvent) {
    if (event.target !== grid.current || current.row < 0) return
    event.preventDefault()
    void clipboard.paste(event.clipboardData.getData('text/plain'), current)
  }

  function goOn(isBack: boolean) {
    const next = { row: current.row, column: Math.max(0, Math.min(columns.length - 1, current.column + (isBack ? -1 : 1))) }
    go(next)
    const column = columns[next.column]
    if (next.column !== current.column && column !== undefined && isTyped(column) && column.type !== 'boolean') begin(next)
    else grid.current?.focus()
  }

  const editor = editing && (
    <CellEditor
      key={`${editing.record.id} ${editing.column.name}`}
      editing={editing}
      onCommit={edit.commit}
      onCancel={edit.cancel}
      onTab={goOn}
      onDone={() => grid.current?.focus()}
    />
  )
  const isCurrentDrawn = current.row === -1 || drawn.some(({ index }) => index === current.row)
  return (
    <div ref={scroller} className={styles.scroller}>
      <table
        ref={grid}
        className={styles.grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are gone through and written in is a grid
        role="grid"
        aria-label={`Records of ${table}`}
        aria-rowcount={records.count === undefined ? -1 : records.count + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-busy={isReading}
        aria-activedescendant={isCurrentDrawn ? `cell-${current.row}-${current.column}` : undefined}
        tabIndex={0}
        onKeyDown={press}
        onCopy={copy}
        onPaste={paste}
      >
        <GridHead
          columns={columns}
          template={template}
          sort={sort}
          current={current.row === -1 ? current.column : undefined}
          isAllSelected={selected.size > 0 && selected.size >= rows.length}
          onSelectAll={(isSelected) => onSelect(new Set(isSelected ? rows.map(({ id }) => id) : []))}
          onSort={({ name }, isAdded) => onSort(name, isAdded)}
          onResize={(name, change) => {
            const column = columns.find((one) => one.name === name)
            if (column !== undefined) onResize(name, widthOf(column, widths) + change)
          }}
        />
        <tbody className={styles.body} style={{ height: virtual.getTotalSize() - headHeight }}>
          {drawn.map(({ index, start }) => {
            const record = rows[index]
            if (record === undefined) return undefined
            const isEdited = editing?.record.id === record.id
            return (
              <GridRow
                key={record.id}
                record={record}
                row={index}
                top={start - headHeight}
                template={template}
                columns={columns}
                current={index === current.row ? current.column : undefined}
                edited={isEdited ? editing.column.name : undefined}
                editor={isEdited ? editor : undefined}
                labels={labels}
                related={records.related.get(record.id)}
                isSelected={selected.has(record.id)}
                isOpen={record.id === openId}
                isDeleted={deleted.has(record.id)}
                onCell={point}
                onEdit={editAt}
                onSelect={pick}
                onOpen={onOpen}
              />
            )
          })}
        </tbody>
      </table>
      {hasMore && isReading && (
        <p className={styles.more} role="status">
          Reading more …
        </p>
      )}
    </div>
  )
}

/** A sign that begins a text; `/` and `?` mean the page, as everywhere. */
function isSign(key: string): boolean {
  return [...key].length === 1 && key !== '/' && key !== '?'
}

function isTextual(column: Column | undefined): boolean {
  return column !== undefined && isTyped(column) && (column.type === 'string' || column.type === 'number' || column.type === 'pointer')
}

/** Its panel shows what is too long to be written in a cell. */
function isLong(value: Json | undefined): boolean {
  const text = typeof value === 'object' ? JSON.stringify(value) : value
  return typeof text === 'string' && text.length > longestTyped
}
