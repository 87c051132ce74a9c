import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo, useRef } from 'react'
import list from '../design/list-table.module.css'
import { RowGap } from '../design/row-gap.tsx'
import { Unseen } from '../design/unseen.tsx'
import { useRowWindow } from '../design/use-row-window.ts'
import { walkRows } from '../design/walk-rows.ts'
import type { ListedWorkflow } from './listed-workflow.ts'
import { inOrder, type Order } from './workflow-order.ts'
import { WorkflowRow } from './workflow-row.tsx'
import styles from './workflow-table.module.css'

interface WorkflowTableProps {
  readonly workflows: readonly ListedWorkflow[]
  readonly order: Order
  onOrder(order: Order): void
  onTag(tag: string): void
}

/** One line each; arrow keys go from name to name, Enter opens. */
export function WorkflowTable({ workflows, order, onOrder, onTag }: WorkflowTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const sorted = useMemo(() => inOrder(workflows, order), [workflows, order])
  const { from, to, before, after } = useRowWindow(sorted.length, scroller)
  return (
    <div ref={scroller} className={list.scroller}>
      <table className={`${list.table} ${styles.list}`} aria-rowcount={sorted.length + 1}>
        <thead className={`${list.head} ${styles.head}`}>
          <tr>
            <Heading name="Workflow" column="workflow" by="name" order={order} onOrder={onOrder} />
            <th scope="col" data-column="state">
              State
            </th>
            <Heading name="Last runs" column="runs" by="run" order={order} onOrder={onOrder} />
            <th scope="col" data-column="now">
              Now
            </th>
            <th scope="col" data-column="time">
              Next start
            </th>
            <Heading name="Published" column="time" by="published" order={order} onOrder={onOrder} />
            <th scope="col" data-column="actions">
              <Unseen>Actions</Unseen>
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={walkRows}>
          <RowGap height={before} />
          {sorted.slice(from, to).map((workflow, index) => (
            <WorkflowRow key={workflow.id} workflow={workflow} row={from + index + 2} onTag={onTag} />
          ))}
          <RowGap height={after} />
        </tbody>
      </table>
    </div>
  )
}

interface HeadingProps {
  readonly name: string
  readonly column: string
  readonly by: Order
  readonly order: Order
  onOrder(order: Order): void
}

function Heading({ name, column, by, order, onOrder }: HeadingProps) {
  const isOrder = by === order
  return (
    <th scope="col" data-column={column} aria-sort={isOrder ? (by === 'name' ? 'ascending' : 'descending') : 'none'}>
      <button type="button" className={styles.order} data-on={isOrder} onClick={() => onOrder(by)}>
        {name}
        {isOrder && (by === 'name' ? <ArrowUp size={12} aria-hidden /> : <ArrowDown size={12} aria-hidden />)}
      </button>
    </th>
  )
}
