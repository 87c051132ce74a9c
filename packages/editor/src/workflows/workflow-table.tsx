import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef } from 'react'
import { RowGap } from '../design/row-gap.tsx'
import { Unseen } from '../design/unseen.tsx'
import { useRowWindow } from '../design/use-row-window.ts'
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
  const body = useRef<HTMLTableSectionElement>(null)
  const sorted = useMemo(() => inOrder(workflows, order), [workflows, order])
  const { from, to, before, after } = useRowWindow(sorted.length, scroller)
  return (
    <div ref={scroller} className={styles.scroller}>
      <table className={styles.table} aria-rowcount={sorted.length + 1}>
        <thead className={styles.head}>
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
        <tbody ref={body} onKeyDown={(event) => walk(event, body.current)}>
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

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }

function walk(event: KeyboardEvent, body: HTMLElement | null): void {
  const links = [...(body?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])]
  const at = links.indexOf(event.target as HTMLElement) // Any other element is not among them.
  const step = steps[event.key]
  if (at < 0 || step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  links[at + step]?.focus()
}
