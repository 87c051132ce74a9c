import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import styles from './value-view.module.css'

interface ValueTableProps {
  readonly rows: readonly object[]
  readonly columns: readonly string[]
  readonly name: string
  /** Only rows in which it occurs. */
  readonly search: string
}

const rowHeight = 28

/** A list of maps as rows. */
export function ValueTable({ rows, columns, name, search }: ValueTableProps) {
  const scroller = useRef<HTMLElement>(null)
  const shown = useMemo(() => {
    const wanted = search.toLowerCase()
    return rows
      .map((row, index) => ({ row: new Map(Object.entries(row)), index, text: JSON.stringify(row).toLowerCase() }))
      .filter(({ text }) => text.includes(wanted))
  }, [rows, search])
  const drawn = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  })
  const items = drawn.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = drawn.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroller} ref={scroller} tabIndex={0} aria-label={name}>
      <table className={styles.table} aria-rowcount={shown.length}>
        <thead>
          <tr>
            <th scope="col">#</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr style={{ height: before }} aria-hidden />}
          {items.map(({ index: place }) => {
            const one = shown[place]
            return (
              one && (
                <tr key={one.index}>
                  <th scope="row">{one.index}</th>
                  {columns.map((column) => (
                    <td key={column}>{cellText(one.row.get(column))}</td>
                  ))}
                </tr>
              )
            )
          })}
          {after > 0 && <tr style={{ height: after }} aria-hidden />}
        </tbody>
      </table>
    </section>
  )
}

function cellText(value: unknown): string {
  if (value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
