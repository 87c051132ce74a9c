import { ArrowDown, ArrowUp } from 'lucide-react'
import { type PointerEvent, useRef } from 'react'
import type { Column } from '../model/tables/column.ts'
import { isOrdered } from '../model/tables/column.ts'
import styles from './record-grid.module.css'
import { typeLooks } from './type-looks.ts'

interface GridHeadProps {
  readonly columns: readonly Column[]
  readonly template: string
  readonly sort: readonly string[]
  /** Which heading is the current cell. */
  readonly current: number | undefined
  readonly isAllSelected: boolean
  onSelectAll(isSelected: boolean): void
  onSort(column: Column, isAdded: boolean): void
  onResize(name: string, change: number): void
}

/** Names of the columns: a press sorts, one with Shift sorts by one more; the edge is drawn to resize. */
export function GridHead({ columns, template, sort, current, isAllSelected, onSelectAll, onSort, onResize }: GridHeadProps) {
  return (
    <thead className={styles.head}>
      <tr className={styles.heading} style={{ gridTemplateColumns: template }} aria-rowindex={1}>
        <th className={styles.pick} scope="col" aria-colindex={1}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label="Select all that are loaded"
            checked={isAllSelected}
            onChange={({ target }) => onSelectAll(target.checked)}
          />
        </th>
        {columns.map((column, index) => {
          const { name, type } = column
          const Icon = typeLooks[type].icon
          return (
            <th
              key={name}
              id={`cell--1-${index}`}
              scope="col"
              aria-colindex={index + 2}
              aria-sort={sortOf(sort, name)}
              data-current={current === index}
            >
              <button
                type="button"
                className={styles.name}
                tabIndex={-1}
                disabled={!isOrdered(column)}
                title={`${name}: ${typeLooks[type].name}${column.required === true ? ', required' : ''}${column.unique === true ? ', unique' : ''}`}
                onClick={(event) => onSort(column, event.shiftKey)}
              >
                <Icon className={styles.type} size={14} aria-hidden />
                <span className={styles.words}>{name}</span>
                {sort.includes(name) && <ArrowUp size={12} aria-hidden />}
                {sort.includes(`-${name}`) && <ArrowDown size={12} aria-hidden />}
              </button>
              <Edge onMove={(change) => onResize(name, change)} />
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function sortOf(sort: readonly string[], name: string): 'ascending' | 'descending' | 'none' {
  return sort.includes(name) ? 'ascending' : sort.includes(`-${name}`) ? 'descending' : 'none'
}

/** For the mouse; the keys of the grid do the same. */
function Edge({ onMove }: { onMove(change: number): void }) {
  const from = useRef(0)
  function move(event: PointerEvent) {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    onMove(event.clientX - from.current)
    from.current = event.clientX
  }
  return (
    <span
      className={styles.edge}
      onPointerDown={(event) => {
        from.current = event.clientX
        event.currentTarget.setPointerCapture(event.pointerId)
        event.preventDefault()
      }}
      onPointerMove={move}
      aria-hidden
    />
  )
}
