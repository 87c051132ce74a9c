import { type KeyboardEvent, useRef } from 'react'
import { Unseen } from '../design/unseen.tsx'
import type { ListedWorkflow } from './listed-workflow.ts'
import { WorkflowRow } from './workflow-row.tsx'
import styles from './workflow-table.module.css'

interface WorkflowTableProps {
  readonly workflows: readonly ListedWorkflow[]
  onTag(tag: string): void
}

/** One line each; arrow keys go from name to name, Enter opens. */
export function WorkflowTable({ workflows, onTag }: WorkflowTableProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <thead className={styles.head}>
          <tr>
            <th scope="col">Workflow</th>
            <th scope="col">State</th>
            <th scope="col">Last runs</th>
            <th scope="col">Now</th>
            <th scope="col">Next start</th>
            <th scope="col">Published</th>
            <th scope="col">
              <Unseen>Actions</Unseen>
            </th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={(event) => walk(event, body.current)}>
          {workflows.map((workflow) => (
            <WorkflowRow key={workflow.id} workflow={workflow} onTag={onTag} />
          ))}
        </tbody>
      </table>
    </div>
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
