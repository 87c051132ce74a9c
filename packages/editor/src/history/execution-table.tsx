import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWorkflowNames } from '../api/use-workflow-names.ts'
import grid from '../design/row-grid.module.css'
import { rowMove } from '../design/row-move.ts'
import { useIsNarrow } from '../design/use-is-narrow.ts'
import { knownColumns } from './execution-columns.tsx'
import { ExecutionRow, type RowClick } from './execution-row.tsx'
import styles from './execution-table.module.css'
import { keepPlace, keptPlace } from './kept-place.ts'
import type { Executions } from './use-executions.ts'

const wideRow = 40
/** Two lines, where there is no room for columns. */
const narrowRow = 64
const narrowBelowPx = 720

interface ExecutionTableProps {
  readonly executions: Executions
  readonly columns: readonly string[]
  readonly selected: ReadonlySet<string>
  readonly onSelect: (ids: ReadonlySet<string>) => void
  /** Told whether the first rows are in view. */
  readonly onTop: (isAtTop: boolean) => void
}

/**
 * Only the rows in view are drawn. Arrow keys, Home, End and the page keys move; Enter opens; Space selects; Shift extends.
 * Scrolling to the end loads what is older.
 */
export function ExecutionTable({ executions, columns, selected, onSelect, onTop }: ExecutionTableProps) {
  const { items, hasMore, isLoadingMore, loadMore } = executions
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(() => keptPlace(location.search).row)
  const anchor = useRef(current)
  // What somebody has gone to stays the current one, wherever it stands when others have come above it.
  const currentId = useRef(keptPlace(location.search).id)
  const navigate = useNavigate()
  const shown = useMemo(() => columns.flatMap((name) => knownColumns.find((column) => column.name === name) ?? []), [columns])
  const workflows = useWorkflowNames()
  const names = useMemo(() => new Map(workflows.map(({ id, name }) => [id, name ?? id])), [workflows])
  const isNarrow = useIsNarrow(scroller, narrowBelowPx)
  const rowHeight = isNarrow ? narrowRow : wideRow
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height of a row is what is measured.
  useLayoutEffect(() => rows.measure(), [rows, rowHeight])
  const drawn = rows.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0

  useLayoutEffect(() => {
    if (currentId.current === undefined || items[current]?.id === currentId.current) return
    const at = items.findIndex(({ id }) => id === currentId.current)
    if (at === -1) return
    anchor.current += at - current
    setCurrent(at)
  }, [items, current])

  useLayoutEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = keptPlace(location.search).scrollTop
  }, [])

  useEffect(() => {
    if (hasMore && last >= items.length - 30) loadMore()
  }, [hasMore, last, items.length, loadMore])

  function open(index: number) {
    const execution = items[index]
    if (execution === undefined) return
    keepPlace(location.search, { row: index, id: execution.id, scrollTop: scroller.current?.scrollTop ?? 0 })
    void navigate(`/executions/${execution.id}`, { state: { from: location.search } })
  }

  function moveTo(index: number) {
    currentId.current = items[index]?.id
    setCurrent(index)
  }

  function go(index: number, isExtending: boolean) {
    moveTo(index)
    rows.scrollToIndex(index)
    if (isExtending) selectTo(index)
    else anchor.current = index
  }

  function selectTo(index: number) {
    const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
    onSelect(new Set([...selected, ...items.slice(from, to + 1).map(({ id }) => id)]))
  }

  function toggle(index: number) {
    const id = items[index]?.id
    if (id === undefined) return
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    anchor.current = index
    onSelect(next)
  }

  function onKey(event: KeyboardEvent) {
    const page = Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1
    const next = rowMove(event, { current, count: items.length, page })
    if (next !== undefined) go(next, event.shiftKey)
    else if (event.key === 'Enter') open(current)
    else if (event.key === ' ') toggle(current)
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect(new Set(items.map(({ id }) => id)))
    else if (event.key === 'Escape') onSelect(new Set())
    else return
    event.preventDefault()
  }

  function onClick(index: number, click: RowClick) {
    if (click === 'box') return toggle(index)
    moveTo(index)
    if (click === 'extend') selectTo(index)
    else if (click === 'choose') toggle(index)
    else open(index)
  }
  // The same function at each drawing: a row that stays as it is is not drawn again.
  const clicked = useRef(onClick)
  clicked.current = onClick
  const [click] = useState(() => (index: number, kind: RowClick) => clicked.current(index, kind))

  return (
    <div
      ref={scroller}
      className={`${grid.scroller} ${styles.scroller}`}
      data-narrow={isNarrow}
      onScroll={({ currentTarget }) => onTop(currentTarget.scrollTop < rowHeight)}
    >
      <table
        className={`${grid.table} ${styles.table}`}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows are gone through and chosen is a grid
        role="grid"
        aria-label="Executions"
        aria-rowcount={hasMore ? -1 : items.length + 1}
        aria-multiselectable
        // Rows out of view are not there to be named.
        aria-activedescendant={rows.getVirtualItems().some(({ index }) => index === current) ? `execution-${current}` : undefined}
        tabIndex={0}
        // The columns once for all: a row without a style of its own shares that of the others.
        style={{ '--columns': `40px ${shown.map(({ width }) => width).join(' ')}` } as CSSProperties} // React knows no names of one's own.
        onKeyDown={onKey}
      >
        <thead className={grid.head}>
          <tr className={`${grid.heading} ${styles.heading}`} aria-rowindex={1}>
            <th>
              <input
                type="checkbox"
                tabIndex={-1}
                aria-label="Select all that are loaded"
                checked={selected.size > 0 && selected.size === items.length}
                onChange={({ target }) => onSelect(new Set(target.checked ? items.map(({ id }) => id) : []))}
              />
            </th>
            {shown.map(({ name, title, isNumber }) => (
              <th key={name} data-number={isNumber}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={grid.body} style={{ height: rows.getTotalSize(), paddingTop: drawn[0]?.start }}>
          {drawn.map(({ index }) => {
            const execution = items[index]
            if (execution === undefined) return undefined
            return (
              <ExecutionRow
                key={execution.id}
                {...{ execution, index }}
                columns={shown}
                names={names}
                isSelected={selected.has(execution.id)}
                isCurrent={index === current}
                onClick={click}
              />
            )
          })}
        </tbody>
      </table>
      {isLoadingMore && (
        <p className={styles.more} role="status">
          Loading older ones …
        </p>
      )}
    </div>
  )
}
