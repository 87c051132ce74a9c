import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import grid from '../design/row-grid.module.css'
import { rowMove } from '../design/row-move.ts'
import styles from './tail-table.module.css'

const rowHeight = 32

export interface TailColumn<Item> {
  readonly title: string
  /** As a grid's column has it. */
  readonly width: string
  /** Left out where there is little room. */
  readonly isExtra?: boolean
  readonly cell: (item: Item) => ReactNode
}

interface TailTableProps<Item> {
  readonly label: string
  readonly items: readonly Item[]
  readonly idOf: (item: Item) => string
  readonly columns: readonly TailColumn<Item>[]
  /** The one that is open. */
  readonly openId: string | undefined
  readonly hasMore: boolean
  loadMore(): void
  onOpen(id: string | undefined): void
  /** Told whether the first rows are in view. */
  onTop(isAtTop: boolean): void
}

/** What comes one after the other, the newest on top; only rows in view are drawn. Arrow keys move, Enter opens, Escape closes. */
export function TailTable<Item>(props: TailTableProps<Item>) {
  const { label, items, idOf, columns, openId, hasMore, loadMore, onOpen, onTop } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rowId = useId()
  const [currentId, setCurrentId] = useState<string | undefined>(openId)
  // What somebody has gone to stays the current one while others come above it.
  const current = Math.max(
    0,
    items.findIndex((item) => idOf(item) === currentId),
  )
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    scrollPaddingStart: rowHeight,
  })
  const drawn = rows.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0

  useEffect(() => {
    if (hasMore && last >= items.length - 30) loadMore()
  }, [hasMore, last, items.length, loadMore])

  // Where one reads stays where it is, however much comes above it.
  const firstSeen = useRef<string | undefined>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    const [first] = items
    const before = firstSeen.current
    firstSeen.current = first && idOf(first)
    if (element === null || before === undefined || before === firstSeen.current || element.scrollTop < rowHeight) return
    const moved = items.findIndex((item) => idOf(item) === before)
    if (moved > 0) element.scrollTop += moved * rowHeight
  }, [items, idOf])

  function go(index: number) {
    const item = items[index]
    if (item === undefined) return
    setCurrentId(idOf(item))
    rows.scrollToIndex(index)
    if (openId !== undefined) onOpen(idOf(item))
  }

  function onKey(event: KeyboardEvent) {
    const page = Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2
    const next = rowMove(event, { current, count: items.length, page })
    const item = items[current]
    if (next !== undefined) go(next)
    else if (event.key === 'Enter' && item !== undefined) onOpen(idOf(item))
    else if (event.key === 'Escape' && openId !== undefined) onOpen(undefined)
    else return
    event.preventDefault()
  }

  function open(item: Item) {
    const id = idOf(item)
    setCurrentId(id)
    onOpen(id === openId ? undefined : id)
  }

  return (
    <div
      ref={scroller}
      className={`${grid.scroller} ${styles.scroller}`}
      onScroll={({ currentTarget }) => onTop(currentTarget.scrollTop < rowHeight)}
    >
      <table
        className={grid.table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows are gone through and opened is a grid
        role="grid"
        aria-label={label}
        aria-rowcount={hasMore ? -1 : items.length + 1}
        aria-activedescendant={drawn.some(({ index }) => index === current) ? `${rowId}-${current}` : undefined}
        tabIndex={0}
        style={{ '--columns': columns.map(({ width }) => width).join(' ') } as CSSProperties} // React knows no names of one's own.
        onKeyDown={onKey}
      >
        <thead className={grid.head}>
          <tr className={`${grid.heading} ${styles.heading}`} aria-rowindex={1}>
            {columns.map(({ title, isExtra }) => (
              <th key={title} data-extra={isExtra}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={grid.body} style={{ height: rows.getTotalSize(), paddingTop: drawn[0]?.start }}>
          {drawn.map(({ index }) => {
            const item = items[index]
            if (item === undefined) return undefined
            const id = idOf(item)
            return (
              <tr
                key={id}
                id={`${rowId}-${index}`}
                className={`${grid.row} ${styles.row}`}
                aria-rowindex={index + 2}
                aria-selected={id === openId}
                data-current={index === current}
                onClick={() => open(item)}
              >
                {columns.map(({ title, isExtra, cell }) => (
                  <td key={title} data-extra={isExtra}>
                    {cell(item)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
