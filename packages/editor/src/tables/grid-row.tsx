import { Maximize2 } from 'lucide-react'
import { type MouseEvent, memo, type ReactNode } from 'react'
import type { Column, TableRecord } from '../model/tables/column.ts'
import type { RelatedSince } from '../model/tables/shown-records.ts'
import { CellView } from './cell-view.tsx'
import styles from './record-grid.module.css'

interface GridRowProps {
  readonly record: TableRecord
  readonly row: number
  readonly top: number
  readonly template: string
  readonly columns: readonly Column[]
  /** Which of its cells is the current one. */
  readonly current: number | undefined
  /** The column of the cell that is written in, and its editor. */
  readonly edited: string | undefined
  readonly editor: ReactNode
  readonly labels: ReadonlyMap<string, string>
  /** What has happened to its relations since it was read. */
  readonly related: RelatedSince | undefined
  readonly isSelected: boolean
  readonly isOpen: boolean
  readonly isDeleted: boolean
  onCell(row: number, column: number, event: MouseEvent): void
  onEdit(row: number, column: number): void
  onSelect(row: number, isExtending: boolean): void
  onOpen(id: string): void
}

/** A record, drawn anew only when something of it changes. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { record, row, top, template, columns, current, edited, editor, labels, related, isSelected, isOpen, isDeleted } = props
  return (
    <tr
      className={styles.row}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
      aria-rowindex={row + 2}
      aria-selected={isSelected}
      data-open={isOpen}
      data-deleted={isDeleted}
      data-editing={edited !== undefined}
    >
      <td className={styles.pick} aria-colindex={1}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select record ${record.id}`}
          checked={isSelected}
          onClick={(event) => {
            event.stopPropagation()
            props.onSelect(row, event.shiftKey)
          }}
          readOnly
        />
        <button
          type="button"
          className={styles.open}
          tabIndex={-1}
          aria-label={`Open record ${record.id}`}
          onClick={() => props.onOpen(record.id)}
        >
          <Maximize2 size={12} aria-hidden />
        </button>
      </td>
      {columns.map((column, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys of all its cells
        <td
          key={column.name}
          id={`cell-${row}-${index}`}
          aria-colindex={index + 2}
          data-current={current === index}
          data-type={column.type}
          onClick={(event) => props.onCell(row, index, event)}
          onDoubleClick={() => props.onEdit(row, index)}
        >
          <span className={styles.value}>
            <CellView
              column={column}
              value={record[column.name]}
              label={labels.get(String(record[column.name]))}
              since={related?.[column.name]}
            />
          </span>
          {edited === column.name && editor}
        </td>
      ))}
    </tr>
  )
})
