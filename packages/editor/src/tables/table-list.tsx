import { Lock, Table2 } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { Link } from 'react-router'
import type { Table } from '../api/api-schema.ts'
import { RelativeTime } from '../design/relative-time.tsx'
import { RowGap } from '../design/row-gap.tsx'
import { useRowWindow } from '../design/use-row-window.ts'
import styles from './table-list.module.css'
import { useTable } from './use-tables.ts'

/** One line each; arrow keys go from name to name, Enter opens. */
export function TableList({ tables }: { readonly tables: readonly Table[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const { from, to, before, after } = useRowWindow(tables.length, scroller)
  return (
    <div ref={scroller} className={styles.scroller}>
      <table className={styles.table} aria-rowcount={tables.length + 1}>
        <thead className={styles.head}>
          <tr>
            <th scope="col">Table</th>
            <th scope="col" data-number>
              Records
            </th>
            <th scope="col" data-number>
              Columns
            </th>
            <th scope="col">Columns changed</th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={(event) => walk(event, body.current)}>
          <RowGap height={before} />
          {tables.slice(from, to).map((table, index) => (
            <Row key={table.name} row={from + index + 2} table={table} />
          ))}
          <RowGap height={after} />
        </tbody>
      </table>
    </div>
  )
}

function Row({ row, table: { name, columns, isLocked, updatedAt } }: { readonly row: number; readonly table: Table }) {
  const { data } = useTable(name)
  return (
    <tr className={styles.row} aria-rowindex={row}>
      <td className={styles.table}>
        <div className={styles.title}>
          <Table2 className={styles.icon} size={20} strokeWidth={1.75} aria-hidden />
          <div className={styles.words}>
            <Link className={styles.name} to={`/tables/${encodeURIComponent(name)}`} data-row-link>
              {name}
            </Link>
            <p className={styles.about}>{columns.map((column) => column.name).join(', ') || 'no columns yet'}</p>
          </div>
          {isLocked && (
            <span className={styles.lock} title="Fields that it does not have are refused">
              <Lock size={12} aria-hidden />
              Locked
            </span>
          )}
        </div>
      </td>
      <td data-number>{data?.count.toLocaleString()}</td>
      <td data-number>{columns.length}</td>
      <td>
        <RelativeTime at={updatedAt} />
      </td>
    </tr>
  )
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }

function walk(event: KeyboardEvent, body: HTMLElement | null): void {
  const links = [...(body?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])]
  const at = links.indexOf(event.target as HTMLElement) // Any other element is not among them.
  const step = steps[event.key]
  if (at < 0 || step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  links[at + step]?.focus()
}
