import { type MouseEvent, memo } from 'react'
import type { ExecutionSummary } from '../api/api-schema.ts'
import grid from '../design/row-grid.module.css'
import type { ExecutionColumn } from './execution-columns.tsx'
import styles from './execution-table.module.css'

/** What a click on a row means: `box` is its checkbox. */
export type RowClick = 'open' | 'choose' | 'extend' | 'box'

interface ExecutionRowProps {
  readonly execution: ExecutionSummary
  readonly index: number
  readonly columns: readonly ExecutionColumn[]
  /** Of workflows, by id. */
  readonly names: ReadonlyMap<string, string>
  readonly isSelected: boolean
  readonly isCurrent: boolean
  onClick(index: number, click: RowClick): void
}

/** Drawn once while it is in view: scrolling draws only the rows that come. */
export const ExecutionRow = memo(function ExecutionRow(props: ExecutionRowProps) {
  const { execution, index, columns, names, isSelected, isCurrent, onClick } = props
  return (
    <tr
      id={`execution-${index}`}
      className={`${grid.row} ${styles.row}`}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-current={isCurrent}
      onClick={(event) => onClick(index, meaningOf(event))}
    >
      <td>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select the execution of ${execution.workflowId}`}
          checked={isSelected}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onClick(index, 'box')}
        />
      </td>
      {columns.map(({ name, isNumber, cell }) => (
        <td key={name} data-number={isNumber} data-column={name}>
          {cell(execution, names)}
        </td>
      ))}
    </tr>
  )
})

function meaningOf(event: MouseEvent): RowClick {
  if (event.shiftKey) return 'extend'
  return event.ctrlKey || event.metaKey ? 'choose' : 'open'
}
