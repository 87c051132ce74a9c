import { Lock, Table2 } from 'lucide-react'
import { useRef } from 'react'
import { Link } from 'react-router'
import type { Table } from '../api/api-schema.ts'
import list from '../design/list-table.module.css'
import { RelativeTime } from '../design/relative-time.tsx'
import { RowGap } from '../design/row-gap.tsx'
import { useRowWindow } from '../design/use-row-window.ts'
import { walkRows } from '../design/walk-rows.ts'
import styles from './table-list.module.css'
import { useTable } from './use-tables.ts'

/** One line each; arrow keys go from name to name, Enter opens. */
export function TableList({ tables }: { readonly tables: readonly Table[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const { from, to, before, after } = useRowWindow(tables.length, scroller)
  return (
    <div ref={scroller} className={list.scroller}>
      <table className={`${list.table} ${styles.list}`} aria-rowcount={tables.length + 1}>
        <thead className={`${list.head} ${styles.head}`}>
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
        <tbody onKeyDown={walkRows}>
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
    <tr className={`${list.row} ${styles.row}`} aria-rowindex={row}>
      <td className={styles.table}>
        <div className={list.title}>
          <Table2 className={styles.icon} size={20} strokeWidth={1.75} aria-hidden />
          <div className={list.words}>
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
