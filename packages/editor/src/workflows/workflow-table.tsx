import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { Unseen } from '../design/unseen.tsx'
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
  const body = useRef<HTMLTableSectionElement>(null)
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <thead className={styles.head}>
          <tr>
            <Heading name="Workflow" by="name" order={order} onOrder={onOrder} />
            <th scope="col">State</th>
            <Heading name="Last runs" by="run" order={order} onOrder={onOrder} />
            <th scope="col">Now</th>
            <th scope="col">Next start</th>
            <Heading name="Published" by="published" order={order} onOrder={onOrder} />
            <th scope="col">
              <Unseen>Actions</Unseen>
            </th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={(event) => walk(event, body.current)}>
          {inOrder(workflows, order).map((workflow) => (
            <WorkflowRow key={workflow.id} workflow={workflow} onTag={onTag} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface HeadingProps {
  readonly name: string
  readonly by: Order
  readonly order: Order
  onOrder(order: Order): void
}

function Heading({ name, by, order, onOrder }: HeadingProps) {
  const isOrder = by === order
  return (
    <th scope="col" aria-sort={isOrder ? (by === 'name' ? 'ascending' : 'descending') : 'none'}>
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
